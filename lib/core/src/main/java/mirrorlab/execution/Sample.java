package mirrorlab.execution;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;

/**
 * One training keyframe.
 *
 * @param seen the observation; it may stay packed until a batch needs it
 * @param words ids of the instruction's words
 * @param action the demonstrated action
 */
record Sample(Observation seen, int[] words, Keyframe action) {

  /** A step with the ids of its instruction's words. */
  static Sample of(Step step, int[] words) {
    return new Sample(step.observation(), words, step.action());
  }

  /** The observed points, computed at each call: stored, they would take ten times the memory. */
  PointCloud cloud() {
    return PointCloud.of(seen);
  }

  /** The robot's proprioception. */
  Proprioception felt() {
    return seen.proprioception();
  }
}
