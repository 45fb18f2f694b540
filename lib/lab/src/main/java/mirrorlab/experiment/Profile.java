package mirrorlab.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.data.EpisodePlan;
import mirrorlab.world.Tasks;

/**
 * The size of an experiment.
 *
 * @param name name in commands and records
 * @param variations the variations of each participating task
 * @param train training episodes per task
 * @param validation validation episodes per task
 * @param test test episodes per task and split
 * @param watched episodes per task with unseen instructions that training may use as videos only;
 *     they form a set of their own
 * @param understandingSteps steps of U's training
 * @param executionSteps steps of E's training
 * @param jointSteps steps of the joint training
 * @param milestones steps of the joint training after which the model is also saved
 * @param arms number of arms of the explicit alignment beside baseline and aligned: controls, then
 *     ablations
 */
public record Profile(
    String name,
    Map<String, List<Integer>> variations,
    int train,
    int validation,
    int test,
    int watched,
    long understandingSteps,
    long executionSteps,
    long jointSteps,
    List<Long> milestones,
    int arms) {

  /**
   * The three tasks of the first lesson, with easily distinguished colours; one of the buttons'
   * four instructions asks for two in order.
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
          0,
          750,
          450,
          450,
          List.of(),
          0);

  /** The paper's tasks; others that are on the class path take no part. */
  private static final List<String> EIGHTEEN =
      List.of(
          "close_jar",
          "insert_onto_square_peg",
          "light_bulb_in",
          "meat_off_grill",
          "open_drawer",
          "place_cups",
          "place_shape_in_shape_sorter",
          "place_wine_at_rack_location",
          "push_buttons",
          "put_groceries_in_cupboard",
          "put_item_in_drawer",
          "put_money_in_safe",
          "reach_and_drag",
          "slide_block_to_color_target",
          "stack_blocks",
          "stack_cups",
          "sweep_to_dustpan_of_size",
          "turn_tap");

  /** Two episodes of every task, to look at. */
  public static final Profile SAMPLE =
      new Profile("sample", everything(EIGHTEEN), 2, 0, 0, 0, 10, 10, 10, List.of(), 0);

  /** For lessons, tests and small machines: six tasks with at most ten variations each. */
  public static final Profile QUICK =
      new Profile(
          "quick",
          Map.of(
              "close_jar", List.of(0, 3, 4, 6, 7, 8, 11, 13, 18, 19),
              "open_drawer", List.of(0, 1, 2),
              "place_shape_in_shape_sorter", List.of(0, 1, 2, 3),
              "push_buttons", List.of(1, 2, 4, 5, 6, 9, 11, 16, 17, 18),
              "slide_block_to_color_target", List.of(0, 1, 2, 3),
              "stack_blocks", List.of(0, 1, 9, 10, 12, 13, 18, 19, 24, 25)),
          50,
          20,
          20,
          0,
          1000,
          450,
          450,
          List.of(),
          0);

  /**
   * For the published numbers: all tasks and variations, with a fifth held out as unseen. On 2
   * cores U's steps take half an hour and E's an hour. In joint training E takes the same number of
   * steps as alone.
   */
  public static final Profile FULL =
      new Profile(
          "full",
          everything(EIGHTEEN),
          300,
          25,
          100,
          0,
          16_000,
          18_000,
          18_000,
          List.of(3_000L, 9_000L),
          13);

  /**
   * Six tasks with a fifth of the instructions seen only in videos: a pilot of learning to act by
   * watching.
   */
  public static final Profile WATCH_ONLY =
      new Profile(
          "watch-only",
          everything(
              List.of(
                  "close_jar",
                  "insert_onto_square_peg",
                  "light_bulb_in",
                  "push_buttons",
                  "put_groceries_in_cupboard",
                  "stack_cups")),
          300,
          25,
          100,
          100,
          3_500,
          3_000,
          3_000,
          List.of(),
          0);

  /** Offset from the seed of a plan to that of its watched episodes, whose scenes must differ. */
  private static final long WATCHED_SCENES = 1_000;

  private static final List<Profile> ALL = List.of(QUICKSTART, SAMPLE, QUICK, FULL, WATCH_ONLY);

  /** All variations of these tasks. */
  private static Map<String, List<Integer>> everything(List<String> tasks) {
    return tasks.stream()
        .collect(
            Collectors.toMap(
                id -> id, id -> IntStream.range(0, Tasks.named(id).variations()).boxed().toList()));
  }

  /** The plan of this profile's episodes with the given seed. */
  public EpisodePlan plan(long seed) {
    SortedMap<String, List<Integer>> all = new TreeMap<>(variations);
    return new EpisodePlan(all, new TreeMap<>(), train, validation, test, seed).holdingOut();
  }

  /**
   * The plan of the episodes to watch: the instructions that {@link #plan} holds out, in scenes of
   * their own.
   *
   * @throws IllegalArgumentException if this profile has none
   */
  public EpisodePlan watchedPlan(long seed) {
    if (watched == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the profile '%s' has no episodes that are only watched; '%s' has",
              name,
              WATCH_ONLY.name));
    }
    EpisodePlan plan = plan(seed);
    return new EpisodePlan(plan.unseen(), plan.seen(), watched, 0, 0, seed + WATCHED_SCENES);
  }

  /** Whether some instructions are held out from training. */
  public boolean holdsOut() {
    EpisodePlan plan = plan(0);
    return !plan.unseen().isEmpty();
  }

  /**
   * The profile with this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static Profile named(String name) {
    return ALL.stream()
        .filter(profile -> profile.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "there is no profile '%s'; the profiles are %s",
                        name,
                        ALL.stream().map(Profile::name).collect(Collectors.joining(", ")))));
  }
}
