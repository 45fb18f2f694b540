package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;

/**
 * Convolutions from views to tokens, modulated by what was asked.
 *
 * <pre>
 *   views (3B, 10, H, W) ─5×5/2, film─► fine (3B, C₁, H/2, W/2)
 *                        ─3×3/2, film─► middle (3B, C₂, H/4, W/4)
 *                        ─3×3/2──────► tokens (3B, D, H/8, W/8)
 * </pre>
 */
final class ViewStem {
  private final Convolution toFine;
  private final Film fineFilm;
  private final Convolution toMiddle;
  private final Film middleFilm;
  private final Convolution toTokens;

  /** The maps of one forward pass, shaped as above. */
  record Maps(NDArray fine, NDArray middle, NDArray tokens) {}

  ViewStem(Parameters parameters, PolicySize size) {
    int d = size.width();
    toFine = new Convolution(parameters.at("fine"), VirtualViews.CHANNELS, size.fine(), 5, 2);
    fineFilm = new Film(parameters.at("fine_film"), size.fine(), d);
    toMiddle = new Convolution(parameters.at("middle"), size.fine(), size.middle(), 3, 2);
    middleFilm = new Film(parameters.at("middle_film"), size.middle(), d);
    toTokens = new Convolution(parameters.at("tokens"), size.middle(), d, 3, 2);
  }

  /**
   * The maps of 3B views.
   *
   * @param condition what was asked, (B, D)
   */
  Maps forward(NDArray views, NDArray condition) {
    NDArray fine = Activation.relu(fineFilm.forward(toFine.forward(views), condition));
    NDArray middle = Activation.relu(middleFilm.forward(toMiddle.forward(fine), condition));
    return new Maps(fine, middle, toTokens.forward(middle));
  }
}
