package mirrorlab.execution;

/**
 * The sizes of a {@link KeyframePolicy}.
 *
 * @param crop the part of the world that the views show
 * @param pixels H = W of a view; a multiple of 8
 * @param fine channels of the stem's maps at half of the resolution
 * @param middle channels at a quarter of it
 * @param width D of the tokens, one for every 8×8 pixels
 * @param heads attention heads
 * @param viewLayers transformer layers in which the tokens of each view see only each other
 * @param jointLayers transformer layers over all views, the words, the robot's state and the query
 * @param actionLayers transformer layers of the action tokens
 */
public record PolicySize(
    Crop crop,
    int pixels,
    int fine,
    int middle,
    int width,
    int heads,
    int viewLayers,
    int jointLayers,
    int actionLayers) {

  /** For two CPU cores. */
  public static PolicySize mini() {
    return new PolicySize(Crop.TABLE, 64, 16, 32, 96, 4, 1, 2, 2);
  }

  /** Checks that the sizes fit together. */
  public PolicySize {
    if (pixels % 8 != 0) {
      throw new IllegalArgumentException("pixels " + pixels + " is not a multiple of 8");
    }
  }

  /** H·W/64, tokens of one view. */
  int tokens() {
    return pixels * pixels / 64;
  }
}
