package mirrorlab.evaluation;

import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;

/**
 * One closed-loop attempt.
 *
 * @param task id
 * @param variation index among the task's variations
 * @param seed of the scene
 * @param outcome how it ended
 * @param keyframes how many were used
 */
public record Trial(String task, int variation, long seed, Outcome outcome, int keyframes) {

  /** The attempt that an episode keeps. */
  public static Trial of(Episode episode) {
    return new Trial(
        episode.task(),
        episode.variation(),
        episode.seed(),
        episode.outcome(),
        episode.steps().size());
  }
}
