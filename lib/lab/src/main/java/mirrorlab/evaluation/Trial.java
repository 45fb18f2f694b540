package mirrorlab.evaluation;

import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;

/**
 * One closed-loop attempt.
 *
 * @param task id
 * @param variation index among the task's variations
 * @param seed seed of the scene
 * @param outcome the outcome
 * @param keyframes number of keyframes used
 */
public record Trial(String task, int variation, long seed, Outcome outcome, int keyframes) {

  /** The attempt recorded in an episode. */
  public static Trial of(Episode episode) {
    return new Trial(
        episode.task(),
        episode.variation(),
        episode.seed(),
        episode.outcome(),
        episode.steps().size());
  }
}
