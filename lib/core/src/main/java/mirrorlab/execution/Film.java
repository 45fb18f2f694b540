package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;

/**
 * Feature-wise linear modulation (Perez et al., 2018) of feature maps by a condition, after
 * normalising each map's channels in four groups:
 *
 * <pre>  y = norm(x) · (1 + γ(c)) + β(c)      x (N, C, H, W), c (N, D)</pre>
 */
final class Film {
  private static final int GROUPS = 4;

  private final Linear scaleAndShift;
  private final long channels;

  /** Modulates C channels by a condition of width D. */
  Film(Parameters parameters, long channels, long condition) {
    scaleAndShift = new Linear(parameters, condition, 2 * channels);
    this.channels = channels;
  }

  /** The modulated maps; each has its own row of the condition. */
  NDArray forward(NDArray x, NDArray condition) {
    NDArray modulation = scaleAndShift.forward(condition).reshape(-1, 2 * channels, 1, 1);
    return normalise(x)
        .mul(modulation.get(":,:{}", channels).add(1))
        .add(modulation.get(":,{}:", channels));
  }

  /** Group normalisation, which is layer normalisation of a group's channels and pixels. */
  static NDArray normalise(NDArray x) {
    Shape shape = x.getShape();
    return LayerNorm.plain(x.reshape(shape.get(0), GROUPS, -1)).reshape(shape);
  }
}
