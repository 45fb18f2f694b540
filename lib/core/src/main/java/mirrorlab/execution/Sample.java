package mirrorlab.execution;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;

/**
 * One keyframe to learn from.
 *
 * @param seen what was seen; it may stay packed until a batch needs it
 * @param words ids of the instruction's words
 * @param action what was then done
 */
record Sample(Observation seen, int[] words, Keyframe action) {

  /** The step under an instruction whose words are given. */
  static Sample of(Step step, int[] words) {
    return new Sample(step.observation(), words, step.action());
  }

  /** The points that were seen, made anew each time: kept, they would take ten times the memory. */
  PointCloud cloud() {
    return PointCloud.of(seen);
  }

  /** What the robot felt of itself. */
  Proprioception felt() {
    return seen.proprioception();
  }
}
