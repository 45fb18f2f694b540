package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a stage makes of B scenes; N is the number of tokens of a view.
 *
 * @param heatmaps (B, 3, H, W) logits of where the gripper goes
 * @param levels decoded maps, (3B, C, H/4, W/4), (3B, C, H/2, W/2) …
 * @param tokens (B, 3N, D) image tokens as they leave the trunk
 * @param asked (B, D) the instruction's meaning and the robot's state, which modulated the views
 * @param query (3B, D) what asked each view for the point
 */
record SceneFeatures(
    NDArray heatmaps, List<NDArray> levels, NDArray tokens, NDArray asked, NDArray query) {

  /**
   * Image tokens averaged over each view, and the views laid side by side: (B, 3N, D) → (B, 3D).
   */
  static NDArray overViews(NDArray tokens) {
    long b = tokens.getShape().get(0);
    long d = tokens.getShape().get(2);
    return tokens.reshape(b, 3, -1, d).mean(new int[] {2}).reshape(b, 3 * d);
  }
}
