package mirrorlab.execution;

import mirrorlab.episode.Keyframe;

/**
 * How a policy came to one keyframe: what each stage saw, where it looked, and what was chosen.
 *
 * @param coarse the whole table
 * @param fine a cube below the coarse point
 * @param action what it chose
 */
public record Decision(Look coarse, Look fine, Keyframe action) {

  /**
   * One stage's part.
   *
   * @param shown what part of the world the views show
   * @param views 3×10×H×W numbers
   * @param heatmaps 3×H×W probabilities of where the gripper goes, which sum to 1 in each view
   */
  public record Look(VirtualViews shown, float[] views, float[] heatmaps) {}
}
