package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;

/**
 * Decodes tokens to pixels, with the stem's maps as skip connections (as in a U-Net).
 *
 * <pre>
 *   tokens ⊙ query ─up─► + film(stem's level) ─3×3, relu─► … ─3×3, up─► heatmaps (3B, H, W)
 * </pre>
 *
 * <p>An upsampling step is a pixel shuffle: four channels become four pixels. If the stem has no
 * levels, one convex upsampling replaces all steps, as in ARP.
 */
final class HeatmapDecoder {
  /**
   * Upsampling from one level to the next finer one.
   *
   * @param up gives four channels per output channel
   * @param skip modulates the stem's map of the finer level
   * @param mix convolves the sum of both
   */
  private record Step(Convolution up, Film skip, Convolution mix) {}

  private final List<Step> steps = new ArrayList<>();
  private final UnaryOperator<NDArray> last;

  /**
   * The maps of one forward pass.
   *
   * @param heatmaps (3B, H, W) logits
   * @param levels the decoded maps, coarsest first, with the stem's shapes
   */
  record Decoded(NDArray heatmaps, List<NDArray> levels) {}

  HeatmapDecoder(Parameters parameters, PolicySize size) {
    int in = size.width();
    for (int level = size.stem().size() - 1; level >= 0; level--) {
      Parameters here = parameters.at("level" + level);
      int out = size.stem().get(level);
      steps.add(
          new Step(
              new Convolution(here.at("up"), in, 4L * out, 1, 1),
              new Film(here.at("film"), out, 2L * size.width()),
              new Convolution(here.at("mix"), out, out, 3, 1)));
      in = out;
    }
    if (steps.isEmpty()) {
      last =
          new ConvexUpsampler(parameters.at("convex"), in, size.upsampler(), size.patch())::forward;
    } else {
      Convolution four = new Convolution(parameters.at("heatmaps"), in, 4, 3, 1);
      last = x -> up(four.forward(x)).squeeze(1);
    }
  }

  /**
   * The maps of 3B views.
   *
   * @param tokens (3B, D, H/P, W/P)
   * @param stem the stem's levels, finest first
   * @param query the query's result in each view, (3B, D)
   * @param condition condition of the modulation, (3B, D)
   */
  Decoded forward(NDArray tokens, List<NDArray> stem, NDArray query, NDArray condition) {
    NDArray x = tokens.mul(query.reshape(query.getShape().add(1, 1)));
    NDArray asked = query.concat(condition, 1);
    List<NDArray> levels = new ArrayList<>();
    for (Step step : steps) {
      NDArray skip = stem.get(stem.size() - 1 - levels.size());
      x = up(step.up.forward(x)).add(step.skip.forward(skip, asked));
      x = Activation.relu(Film.normalise(step.mix.forward(x)));
      levels.add(x);
    }
    return new Decoded(last.apply(x), levels);
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
