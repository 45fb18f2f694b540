package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;

/**
 * From tokens back to pixels, with the stem's maps on the way (a U-Net's skips).
 *
 * <pre>
 *   tokens (3B, D, H/8, W/8) ─up─► + film(stem's middle) ─3×3─► middle (3B, C₂, H/4, W/4)
 *                            ─up─► + film(stem's fine)   ─3×3─► fine (3B, C₁, H/2, W/2)
 *                            ─3×3, up─► heatmaps (3B, 1, H, W)
 * </pre>
 *
 * <p>Every step up is a pixel shuffle: four channels become four pixels.
 */
final class HeatmapDecoder {
  private final Convolution upToMiddle;
  private final Film middleSkip;
  private final Convolution toMiddle;
  private final Convolution upToFine;
  private final Film fineSkip;
  private final Convolution toFine;
  private final Convolution toHeatmaps;

  /** The maps of one forward pass, shaped as above. */
  record Maps(NDArray heatmaps, NDArray fine, NDArray middle) {}

  HeatmapDecoder(Parameters parameters, PolicySize size) {
    int d = size.width();
    int fine = size.fine();
    int middle = size.middle();
    upToMiddle = new Convolution(parameters.at("up_middle"), d, 4L * middle, 1, 1);
    middleSkip = new Film(parameters.at("middle_film"), middle, 2L * d);
    toMiddle = new Convolution(parameters.at("middle"), middle, middle, 3, 1);
    upToFine = new Convolution(parameters.at("up_fine"), middle, 4L * fine, 1, 1);
    fineSkip = new Film(parameters.at("fine_film"), fine, 2L * d);
    toFine = new Convolution(parameters.at("fine"), fine, fine, 3, 1);
    toHeatmaps = new Convolution(parameters.at("heatmaps"), fine, 4, 3, 1);
  }

  /**
   * The maps of 3B views.
   *
   * @param asked what was asked and what the query token found, (B, 2D)
   */
  Maps forward(NDArray tokens, ViewStem.Maps stem, NDArray asked) {
    NDArray middle = up(upToMiddle.forward(tokens)).add(middleSkip.forward(stem.middle(), asked));
    middle = Activation.relu(Film.normalise(toMiddle.forward(middle)));
    NDArray fine = up(upToFine.forward(middle)).add(fineSkip.forward(stem.fine(), asked));
    fine = Activation.relu(Film.normalise(toFine.forward(fine)));
    return new Maps(up(toHeatmaps.forward(fine)), fine, middle);
  }

  /** Pixel shuffle: (B, 4C, H, W) → (B, C, 2H, 2W). */
  static NDArray up(NDArray x) {
    Shape shape = x.getShape();
    long channels = shape.get(1) / 4;
    long height = shape.get(2);
    long width = shape.get(3);
    return x.reshape(new Shape(shape.get(0), channels, 2, 2, height, width))
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(shape.get(0), channels, 2 * height, 2 * width);
  }
}
