package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;

/**
 * Convolutions from views to tokens, modulated by the instruction and the robot's state.
 *
 * <pre>
 *   views (3B, 10, H, W) ─5×5/2, film, relu─► (3B, C₁, H/2, W/2) ─3×3/2, film, relu─► … C₂, H/4 …
 *                        ─3×3/2, film───────► tokens (3B, D, H/P, W/P)
 * </pre>
 *
 * <p>Without channels C₁, C₂ … one convolution cuts P×P patches, whose tokens pass a leaky ReLU, as
 * in ARP.
 */
final class ViewStem {
  private static final double SLOPE = 0.02; // of the leaky ReLU below 0

  private final List<Convolution> convolutions = new ArrayList<>();
  private final List<Film> films = new ArrayList<>();
  private final boolean isPublished;

  /**
   * The maps of one forward pass.
   *
   * @param levels (3B, C₁, H/2, W/2), (3B, C₂, H/4, W/4) …
   * @param tokens (3B, D, H/P, W/P)
   */
  record Maps(List<NDArray> levels, NDArray tokens) {}

  ViewStem(Parameters parameters, PolicySize size) {
    isPublished = size.isPublished();
    int in = VirtualViews.CHANNELS;
    int left = size.patch();
    for (int channels : size.stem()) {
      add(parameters, in, channels, convolutions.isEmpty() ? 5 : 3, 2, size);
      in = channels;
      left /= 2;
    }
    add(parameters, in, size.width(), convolutions.isEmpty() ? left : 3, left, size);
  }

  private void add(
      Parameters parameters, int in, int out, int kernel, int stride, PolicySize size) {
    Parameters level = parameters.at("level" + convolutions.size());
    convolutions.add(new Convolution(level.at("conv"), in, out, kernel, stride));
    films.add(new Film(level.at("film"), out, size.width()));
  }

  /**
   * The maps of 3B views.
   *
   * @param condition instruction and robot state, (3B, D)
   */
  Maps forward(NDArray views, NDArray condition) {
    List<NDArray> levels = new ArrayList<>();
    NDArray x = views;
    int last = convolutions.size() - 1;
    for (int i = 0; i < last; i++) {
      x = films.get(i).forward(convolutions.get(i).forward(x), condition);
      x = Activation.relu(x);
      levels.add(x);
    }
    NDArray tokens = films.get(last).forward(convolutions.get(last).forward(x), condition);
    return new Maps(levels, isPublished ? leaky(tokens) : tokens);
  }

  /** max(x, 0) + 0.02 · min(x, 0). */
  private static NDArray leaky(NDArray x) {
    NDArray positive = Activation.relu(x);
    return positive.add(Tensors.scaled(x.sub(positive), SLOPE));
  }
}
