package mirrorlab.execution;

import mirrorlab.episode.Keyframe;

/**
 * A policy's choice of one keyframe, with the views and heatmaps of each stage.
 *
 * @param coarse the stage that sees the whole table
 * @param fine the stage that sees a cube below the coarse point
 * @param action the chosen keyframe
 */
public record Decision(Look coarse, Look fine, Keyframe action) {

  /**
   * One stage's views and heatmaps.
   *
   * @param shown crop and size of the views
   * @param views 3×10×H×W numbers
   * @param heatmaps 3×H×W probabilities of the gripper's target, which sum to 1 in each view
   */
  public record Look(VirtualViews shown, float[] views, float[] heatmaps) {}
}
