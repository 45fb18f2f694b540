package mirrorlab.execution;

/**
 * How large a {@link KeyframePolicy} is; the structure is the same for all.
 *
 * @param crop the part of the world that the views show
 * @param pixels H = W of a view
 * @param fine C₁, channels of the stem's maps at half of the resolution
 * @param middle C₂, channels at a quarter of it
 * @param width D of the tokens, one for every 8×8 pixels
 * @param heads of the attention
 * @param hidden width of the perceptrons' hidden layer
 * @param viewLayers transformer layers in which the tokens of a view see only each other
 * @param jointLayers transformer layers over all views, the words, the robot's state and the query
 * @param actionLayers transformer layers of the action's tokens
 */
public record PolicySize(
    Crop crop,
    int pixels,
    int fine,
    int middle,
    int width,
    int heads,
    int hidden,
    int viewLayers,
    int jointLayers,
    int actionLayers) {

  /** Pixels of a token's side. */
  static final int PATCH = 8;

  /**
   * The size for a laptop: 0.3 million parameters, views of 48×48 pixels (1.7 cm), which learns
   * three tasks in under two minutes of one core. A width of 96 with hidden layers of 384 learnt
   * less in that time.
   */
  public static PolicySize mini() {
    return new PolicySize(Crop.TABLE, 48, 16, 32, 64, 4, 128, 1, 1, 1);
  }

  /** Checks that views can be cut into tokens. */
  public PolicySize {
    if (pixels % PATCH != 0) {
      throw new IllegalArgumentException(
          "views of " + pixels + " pixels cannot be cut into tokens of " + PATCH + " pixels");
    }
  }

  /** H/8, tokens along a side of a view. */
  int grid() {
    return pixels / PATCH;
  }

  /** H·W/64, tokens of a view. */
  int tokens() {
    return grid() * grid();
  }
}
