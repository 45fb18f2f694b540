package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;

/**
 * What was asked modulates what is seen (feature-wise linear modulation, Perez et al., 2018), after
 * normalising each picture's channels in four groups:
 *
 * <pre>  y = norm(x) · (1 + γ(c)) + β(c)      x (3B, C, H, W), c (B, D)</pre>
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

  /** The modulated maps; each row of the condition serves the three views of its sample. */
  NDArray forward(NDArray x, NDArray condition) {
    Shape shape = x.getShape();
    long batch = condition.getShape().get(0);
    NDArray modulation =
        scaleAndShift.forward(condition).reshape(batch, 1, 2 * channels, 1, 1); // (B, 1, 2C, 1, 1)
    NDArray views = normalise(x).reshape(batch, 3, channels, shape.get(2), shape.get(3));
    return views
        .mul(modulation.get(":,:,:{}", channels).add(1))
        .add(modulation.get(":,:,{}:", channels))
        .reshape(shape);
  }

  /** Group normalisation, which is layer normalisation of a group's channels and pixels. */
  static NDArray normalise(NDArray x) {
    Shape shape = x.getShape();
    Shape group = new Shape(shape.get(1) / GROUPS * shape.get(2) * shape.get(3));
    NDArray grouped = x.reshape(shape.get(0), GROUPS, group.get(0));
    NDArray one = x.getManager().ones(group);
    NDArray zero = x.getManager().zeros(group);
    return LayerNorm.layerNorm(grouped, group, one, zero, 1e-5f).head().reshape(shape);
  }
}
