package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A stage's outputs for B scenes; N is the number of tokens of a view.
 *
 * @param heatmaps (B, 3, H, W) logits of the gripper's target
 * @param levels decoded maps, (3B, C, H/4, W/4), (3B, C, H/2, W/2) …
 * @param tokens (B, 3N, D) image tokens after the trunk
 * @param asked (B, D) condition from the pooled words and the robot's state, which modulated the
 *     views
 * @param query (3B, D) result of the query in each view
 */
record SceneFeatures(
    NDArray heatmaps, List<NDArray> levels, NDArray tokens, NDArray asked, NDArray query) {

  /** Image tokens averaged over each view, and the views concatenated: (B, 3N, D) → (B, 3D). */
  static NDArray overViews(NDArray tokens) {
    long b = tokens.getShape().get(0);
    long d = tokens.getShape().get(2);
    return tokens.reshape(b, 3, -1, d).mean(new int[] {2}).reshape(b, 3 * d);
  }
}
