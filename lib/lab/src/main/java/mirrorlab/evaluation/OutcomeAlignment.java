package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import mirrorlab.episode.Outcome;
import mirrorlab.metrics.Interval;

/**
 * Tests whether successes align better than failures, the paper's second observation, on E's own
 * rollouts. All rollouts form one gallery, and the hits of both kinds are compared with equal
 * weights per stratum:
 *
 * <pre>
 *   Σ wₛ · (mean hit of successes in stratum s, or of failures) / Σ wₛ
 *   wₛ = the smaller of their numbers in stratum s
 * </pre>
 *
 * <p>A stratum is a task ({@link Metric#ALL}); or a task and a length ({@link #SAME_LENGTH}), since
 * failures often run to the last keyframe; or a task, with failures of one outcome only, such as
 * {@code timeout}. Intervals are clustered by task.
 *
 * <p>The result is an observation, not an explanation: matching removes only the factors it matches
 * on, and a failure may be hard to recognise for the same reason that E failed.
 */
public final class OutcomeAlignment {
  /** The arm of successful rollouts. */
  public static final String SUCCESSES = "successes";

  /** The arm of failed rollouts. */
  public static final String FAILURES = "failures";

  /** The arm of the difference. */
  public static final String DIFFERENCE = "successes − failures";

  /** {@link Metric#by} of matching by task and approximate length. */
  public static final String SAME_LENGTH = "same length";

  /** The name in records of the number of keyframes. */
  public static final String LENGTH = "keyframes";

  private static final int BIN = 4; // keyframes, width of a bin of equal length

  private OutcomeAlignment() {}

  /**
   * Successes, failures and the difference for each way of matching that yields a pair.
   *
   * @param name the metric's name, such as {@code recall@1}
   * @param hits hits of the N rollouts ({@link ProbeItems#hits}); NaN is left out
   * @param trials the N rollouts
   * @param seed of the bootstrap
   * @throws IllegalArgumentException if the numbers of hits and rollouts differ, or if a hit is
   *     infinite
   */
  public static List<Metric> metrics(String name, double[] hits, List<Trial> trials, long seed) {
    check(hits, trials.size());
    List<Metric> metrics = new ArrayList<>();
    boolean[] successes = new boolean[hits.length];
    List<Stratum> byTask = new ArrayList<>();
    List<Stratum> byLength = new ArrayList<>();
    for (int i = 0; i < hits.length; i++) {
      Trial trial = trials.get(i);
      successes[i] = trial.outcome() == Outcome.SUCCESS;
      byTask.add(new Stratum(trial.task(), 0));
      byLength.add(new Stratum(trial.task(), trial.keyframes() / BIN));
    }
    metrics.addAll(compare(name, Metric.ALL, hits, successes, byTask, seed));
    metrics.addAll(compare(name, SAME_LENGTH, hits, successes, byLength, seed));
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.SUCCESS) {
        double[] these = hits.clone();
        for (int i = 0; i < these.length; i++) {
          if (!successes[i] && trials.get(i).outcome() != outcome) {
            these[i] = Double.NaN;
          }
        }
        String by = outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        metrics.addAll(compare(name, by, these, successes, byTask, seed));
      }
    }
    return metrics;
  }

  /**
   * The same where only success is known, not the reason of a failure or its length: matched by
   * task.
   *
   * @param hits of N items; NaN is left out
   * @param successes whether each item is one
   * @param tasks the task of each
   */
  public static List<Metric> metrics(
      String name, double[] hits, boolean[] successes, List<String> tasks, long seed) {
    check(hits, successes.length);
    List<Stratum> byTask = tasks.stream().map(task -> new Stratum(task, 0)).toList();
    return compare(name, Metric.ALL, hits, successes, byTask, seed);
  }

  private static void check(double[] hits, int items) {
    if (hits.length != items) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "each rollout needs a hit; there are %d hits and %d rollouts",
              hits.length,
              items));
    }
    for (int i = 0; i < hits.length; i++) {
      if (Double.isInfinite(hits[i])) {
        throw new IllegalArgumentException(String.format(Locale.ROOT, "hit %d is %s", i, hits[i]));
      }
    }
  }

  /** The numbers of keyframes of successes and failures, matched in the same ways. */
  public static List<Metric> lengths(List<Trial> trials, long seed) {
    return metrics(LENGTH, trials.stream().mapToDouble(Trial::keyframes).toArray(), trials, seed);
  }

  private record Stratum(String task, int length) {}

  /** The values of a stratum's successes and failures. */
  private record Both(List<Double> good, List<Double> bad) {
    int pairs() {
      return Math.min(good.size(), bad.size());
    }
  }

  private static List<Metric> compare(
      String name, String by, double[] values, boolean[] successes, List<Stratum> of, long seed) {
    Map<Stratum, Both> strata = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        Both both =
            strata.computeIfAbsent(
                of.get(i), key -> new Both(new ArrayList<>(), new ArrayList<>()));
        (successes[i] ? both.good : both.bad).add(values[i]);
      }
    }
    // Each stratum contributes as many pairs as it has items of the rarer kind; each pair is its
    // two means.
    List<double[]> pairs = new ArrayList<>();
    List<Integer> clusters = new ArrayList<>();
    Map<String, Integer> tasks = new TreeMap<>();
    strata.forEach(
        (stratum, both) -> {
          int task = tasks.computeIfAbsent(stratum.task, key -> tasks.size());
          for (int i = 0; i < both.pairs(); i++) {
            pairs.add(new double[] {mean(both.good), mean(both.bad)});
            clusters.add(task);
          }
        });
    if (pairs.isEmpty()) {
      return List.of();
    }
    int[] groups = clusters.stream().mapToInt(Integer::intValue).toArray();
    double[] good = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
    double[] bad = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
    double[] difference = new double[good.length];
    Arrays.setAll(difference, i -> good[i] - bad[i]);
    return List.of(
        Metric.of(SUCCESSES, name, by, Interval.ofClusters(good, groups, seed)),
        Metric.of(FAILURES, name, by, Interval.ofClusters(bad, groups, seed)),
        Metric.of(DIFFERENCE, name, by, Interval.ofClusters(difference, groups, seed)));
  }

  private static double mean(List<Double> values) {
    return values.stream().flatMapToDouble(DoubleStream::of).average().orElseThrow();
  }
}
