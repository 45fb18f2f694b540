package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;

/**
 * Imitation: a policy gets the observation before each keyframe of a demonstration, and its
 * keyframe is compared with the demonstrated one.
 *
 * <pre>{@code
 * List<Metric> metrics = Imitation.metrics("E", Imitation.run(test, e, done -> {}), seed);
 * }</pre>
 */
public final class Imitation {
  /** The name of a metric in centimetres. */
  public static final String CENTIMETRES = "cm";

  /** The name of a metric in degrees. */
  public static final String DEGREES = "degrees";

  /** A reference that leaves the hand as it is. */
  public static final Policy STILL =
      (seen, instruction) -> {
        Proprioception felt = seen.proprioception();
        return new Keyframe(felt.gripper(), felt.gripperOpen(), false);
      };

  private static final double CLOSE_CM = 1;
  private static final double CLOSE_DEGREES = 10;
  private static final double SAME_OBJECT_CM = 5; // over the table

  private static final List<Measure> MEASURES =
      List.of(
          new Measure(CENTIMETRES, false, it -> true, Compared::centimetres),
          Measure.rate("within 1 cm", it -> true, it -> it.centimetres <= CLOSE_CM),
          new Measure(DEGREES, false, Compared::turns, Compared::degrees),
          Measure.rate("within 10 degrees", Compared::turns, it -> it.degrees <= CLOSE_DEGREES),
          Measure.rate(
              "right object",
              it -> it.phase.isElsewhere(),
              it -> it.centimetresOverTable <= SAME_OBJECT_CM),
          Measure.rate("gripper", it -> true, Compared::gripper),
          Measure.rate("collisions", it -> true, Compared::collisions));

  private Imitation() {}

  /** A reference: the same policy without instruction. */
  public static Policy blanked(Policy policy) {
    return (seen, instruction) -> policy.act(seen, "");
  }

  /**
   * The differences between one keyframe and the demonstrated one.
   *
   * @param episode index among the episodes
   * @param keyframe index among the episode's keyframes
   * @param seed of the scene
   * @param centimetres between the positions
   * @param centimetresOverTable horizontal distance in centimetres
   * @param degrees the angle between the orientations
   * @param turns whether the demonstrated orientation is more than 10° from the hand's current one,
   *     so that keeping still is wrong
   * @param gripper whether the gripper action is the same
   * @param collisions whether the collision flag is the same
   */
  public record Compared(
      int episode,
      int keyframe,
      String task,
      int variation,
      long seed,
      Phase phase,
      double centimetres,
      double centimetresOverTable,
      double degrees,
      boolean turns,
      boolean gripper,
      boolean collisions) {

    /** Checks that the distances and the angle are numbers. */
    public Compared {
      if (!(centimetres >= 0 && centimetresOverTable >= 0 && degrees >= 0)
          || !Double.isFinite(centimetres + centimetresOverTable + degrees)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "keyframe %d of %s, variation %d, seed %d is off by %s cm and %s degrees; did the policy's training diverge?",
                keyframe,
                task,
                variation,
                seed,
                centimetres,
                degrees));
      }
    }
  }

  /**
   * Compares a policy with each keyframe of each episode, on all cores.
   *
   * @param episodes with their steps
   * @param policy a thread-safe policy
   * @param done called with the results of each episode, in order
   * @return the compared keyframes, in order
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static List<Compared> run(
      List<Episode> episodes, Policy policy, Consumer<List<Compared>> done)
      throws InterruptedException {
    List<Integer> indices = IntStream.range(0, episodes.size()).boxed().toList();
    return AllCores.map(indices, i -> compare(i, episodes.get(i), policy), done).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Compared> compare(int index, Episode episode, Policy policy) {
    List<Compared> compared = new ArrayList<>();
    for (int k = 0; k < episode.steps().size(); k++) {
      Step step = episode.steps().get(k);
      Keyframe chosen = policy.act(step.observation(), episode.instruction());
      Keyframe shown = step.action();
      Pose hand = step.observation().proprioception().gripper();
      compared.add(
          new Compared(
              index,
              k,
              episode.task(),
              episode.variation(),
              episode.seed(),
              Phase.of(step),
              100 * chosen.pose().distance(shown.pose()),
              100 * overTable(chosen.pose(), shown.pose()),
              degrees(chosen.pose(), shown.pose()),
              degrees(hand, shown.pose()) > CLOSE_DEGREES,
              chosen.gripperOpen() == shown.gripperOpen(),
              chosen.ignoreCollisions() == shown.ignoreCollisions()));
    }
    return compared;
  }

  /** Horizontal distance between two positions in metres. */
  static double overTable(Pose a, Pose b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  private static double degrees(Pose a, Pose b) {
    double[] turn = a.turnTo(b);
    return Math.toDegrees(Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]));
  }

  /**
   * The metrics over all keyframes, by task and by {@link Phase}:
   *
   * <pre>
   *   cm, within 1 cm              distance between the positions
   *   degrees, within 10 degrees   turn between the orientations, where the hand has to turn
   *   right object                 within 5 cm over the table, where the hand has to go elsewhere
   *   gripper, collisions          the same as demonstrated
   * </pre>
   *
   * <p>Each is the mean over n episodes of the episode's mean, since an episode's keyframes are not
   * independent. The intervals are by bootstrap over episodes, or Wilson's if every episode is all
   * right or all wrong. A metric to which no keyframe applies is missing.
   *
   * @param seed of the bootstrap
   */
  public static List<Metric> metrics(String arm, List<Compared> compared, long seed) {
    List<Metric> metrics = new ArrayList<>(metrics(arm, Metric.ALL, compared, seed));
    sorted(compared, Compared::phase)
        .forEach((phase, part) -> metrics.addAll(metrics(arm, phase.label(), part, seed)));
    sorted(compared, Compared::task)
        .forEach((task, part) -> metrics.addAll(metrics(arm, task, part, seed)));
    return metrics;
  }

  private static <K> Map<K, List<Compared>> sorted(
      List<Compared> compared, Function<Compared, K> part) {
    return compared.stream()
        .collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()));
  }

  private static List<Metric> metrics(String arm, String by, List<Compared> part, long seed) {
    List<Metric> metrics = new ArrayList<>();
    for (Measure measure : MEASURES) {
      double[] means =
          part.stream()
              .filter(measure.tells)
              .collect(
                  Collectors.groupingBy(
                      Compared::episode, TreeMap::new, Collectors.averagingDouble(measure.value)))
              .values()
              .stream()
              .mapToDouble(mean -> mean)
              .toArray();
      if (means.length > 0) {
        metrics.add(Metric.of(arm, measure.name, by, measure.interval(means, seed)));
      }
    }
    return metrics;
  }

  /**
   * A measure of each keyframe.
   *
   * @param tells whether the measure applies to a keyframe
   * @param value a number, or 1 for yes and 0 for no
   */
  private record Measure(
      String name, boolean isRate, Predicate<Compared> tells, ToDoubleFunction<Compared> value) {

    static Measure rate(String name, Predicate<Compared> tells, Predicate<Compared> right) {
      return new Measure(name, true, tells, it -> right.test(it) ? 1 : 0);
    }

    Interval interval(double[] means, long seed) {
      boolean isYesOrNo = isRate && Arrays.stream(means).allMatch(mean -> mean == 0 || mean == 1);
      return isYesOrNo
          ? Interval.ofRate((int) Arrays.stream(means).sum(), means.length)
          : Interval.ofMean(means, seed);
    }
  }

  /** {@code items.csv}: one row per keyframe. */
  public static CsvTable items(List<Compared> compared) {
    return CsvTable.of(
            "episode",
            "keyframe",
            "task",
            "variation",
            "seed",
            "phase",
            "cm",
            "cm_over_table",
            "degrees",
            "turns",
            "gripper",
            "collisions")
        .with(
            compared.stream()
                .map(
                    it ->
                        List.of(
                            it.episode,
                            it.keyframe,
                            it.task,
                            it.variation,
                            it.seed,
                            it.phase.name().toLowerCase(Locale.ROOT),
                            String.format(Locale.ROOT, "%.3f", it.centimetres),
                            String.format(Locale.ROOT, "%.3f", it.centimetresOverTable),
                            String.format(Locale.ROOT, "%.2f", it.degrees),
                            it.turns,
                            it.gripper,
                            it.collisions))
                .toList());
  }
}
