package mirrorlab.experiment;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.data.EpisodePlan;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;

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
 * @param jointSteps of the training of both
 * @param ablations settings of the alignment that are tried beside the paper's
 */
public record Profile(
    String name,
    Map<String, List<Integer>> variations,
    int train,
    int validation,
    int test,
    long understandingSteps,
    long executionSteps,
    long jointSteps,
    int ablations) {

  /**
   * The three tasks of the first lesson, with colours that a child can tell apart; one of the
   * buttons' four instructions asks for two in order.
   */
  public static final Profile QUICKSTART =
      new Profile(
          "quickstart",
          Map.of(
              "close_jar", List.of(0, 3, 4, 6),
              "open_drawer", List.of(0, 1, 2),
              "push_buttons", List.of(1, 2, 4, 18)),
          50,
          10,
          20,
          750,
          450,
          150,
          0);

  /** Two episodes of every task, to look at. */
  public static final Profile SAMPLE = new Profile("sample", everything(), 2, 0, 0, 10, 10, 10, 0);

  /** For lessons, tests and small machines: six tasks with at most four variations each. */
  public static final Profile QUICK =
      new Profile(
          "quick",
          Map.of(
              "close_jar", List.of(0, 3, 4, 6),
              "open_drawer", List.of(0, 1, 2),
              "place_shape_in_shape_sorter", List.of(0, 1, 2, 3),
              "push_buttons", List.of(1, 2, 4, 18),
              "slide_block_to_color_target", List.of(0, 1, 2, 3),
              "stack_blocks", List.of(0, 1, 12, 13)),
          50,
          10,
          20,
          1200,
          600,
          100,
          2);

  /**
   * For the published numbers: all tasks and variations, of which a fifth stays unseen. U's steps
   * are as many as 2 cores make in half an hour, E's in an hour.
   */
  public static final Profile FULL =
      new Profile("full", everything(), 300, 25, 100, 16_000, 18_000, 9_000, 7);

  private static final List<Profile> ALL = List.of(QUICKSTART, SAMPLE, QUICK, FULL);

  private static Map<String, List<Integer>> everything() {
    return Tasks.all().stream()
        .collect(
            Collectors.toMap(
                Task::id, task -> IntStream.range(0, task.variations()).boxed().toList()));
  }

  /** The episodes of this profile with the given seed. */
  public EpisodePlan plan(long seed) {
    SortedMap<String, List<Integer>> all = new TreeMap<>(variations);
    return new EpisodePlan(all, new TreeMap<>(), train, validation, test, seed).holdingOut();
  }

  /** Whether some instructions are kept from training. */
  public boolean holdsOut() {
    EpisodePlan plan = plan(0);
    return !plan.unseen().isEmpty();
  }

  /**
   * The profile of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Profile named(String name) {
    return ALL.stream()
        .filter(profile -> profile.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no profile '%s'; the profiles are %s"
                        .formatted(
                            name,
                            ALL.stream().map(Profile::name).collect(Collectors.joining(", ")))));
  }
}
