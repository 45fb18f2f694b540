package mirrorlab.execution;

import mirrorlab.data.Step;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Proprioception;

/**
 * One keyframe to learn from, ready to be drawn.
 *
 * @param cloud what was seen
 * @param felt what the robot felt of itself
 * @param words ids of the instruction's words
 * @param action what was then done
 */
record Sample(PointCloud cloud, Proprioception felt, int[] words, Keyframe action) {

  /** The step under an instruction whose words are given. */
  static Sample of(Step step, int[] words) {
    return new Sample(
        PointCloud.of(step.observation()),
        step.observation().proprioception(),
        words,
        step.action());
  }
}
