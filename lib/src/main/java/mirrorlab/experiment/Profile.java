package mirrorlab.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mirrorlab.data.EpisodePlan;

/**
 * How large an experiment is.
 *
 * @param name in commands and records
 * @param variations of each task that take part
 * @param train episodes a task to learn from
 * @param validation episodes a task to choose by
 * @param test episodes a task to be judged by
 * @param understandingSteps of U's training
 * @param executionSteps of E's training
 */
public record Profile(
    String name,
    Map<String, List<Integer>> variations,
    int train,
    int validation,
    int test,
    long understandingSteps,
    long executionSteps) {

  /**
   * For lessons, tests and small machines: at most 4 variations a task, with colours that a child
   * can tell apart; one of the buttons' four instructions asks for two in order.
   */
  public static final Profile QUICK =
      new Profile(
          "quick",
          Map.of(
              "close_jar", List.of(0, 3, 4, 6),
              "open_drawer", List.of(0, 1, 2),
              "push_buttons", List.of(1, 2, 4, 18)),
          50,
          10,
          20,
          750,
          900);

  /** The episodes of this profile with the given seed. */
  public EpisodePlan plan(long seed) {
    return new EpisodePlan(new TreeMap<>(variations), train, validation, test, seed);
  }

  /**
   * The profile of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Profile named(String name) {
    if (!name.equals(QUICK.name)) {
      throw new IllegalArgumentException(
          "there is no profile '%s'; there is '%s'".formatted(name, QUICK.name));
    }
    return QUICK;
  }
}
