package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mirrorlab.alignment.Labels;
import mirrorlab.episode.AllCores;
import mirrorlab.metrics.Cka;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.MutualKnn;
import mirrorlab.metrics.PermutationNull;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How alike the representations of the same episodes are as they stand, with no map trained: every
 * layer of U against every tap of E, against three nulls ({@link PermutationNull}).
 *
 * <p>The free null deals the episodes anew. The null within tasks leaves every episode its task, so
 * only what goes beyond the task counts; the null within instructions leaves it its instruction, so
 * only what belongs to the single episode counts, such as where things stand. All are calibrated
 * over the search among the pairs of layers.
 */
public final class LayerAlignment {
  /** k of the neighbours. */
  public static final int K = 10;

  /** The name of the mean share of common neighbours in records. */
  public static final String MUTUAL_KNN = "mutual kNN";

  /** The name of unbiased CKA in records. */
  public static final String CKA = "unbiased CKA";

  /** What follows a measure's name where its null keeps the tasks. */
  public static final String WITHIN = ", within task";

  /** What follows a measure's name where its null keeps the instructions. */
  public static final String WITHIN_INSTRUCTION = ", within instruction";

  private LayerAlignment() {}

  /** {@link Metric#by} of two taps. */
  public static String by(String understanding, String execution) {
    return understanding + " × " + execution;
  }

  /**
   * All of a measure's scores, U's layers outside and E's taps inside, with E's items dealt anew.
   */
  private interface Scores {
    double[] of(int[] permutation);
  }

  /**
   * For both measures and each pair of taps: the score; under each null its p-value ({@code "… p"},
   * {@code "… p, within task"}, {@code "… p, within instruction"}) and the calibrated score.
   *
   * @param understanding N rows for each of U's taps
   * @param execution N rows for each of E's taps
   * @param labels of the N episodes
   * @param seed of the permutations
   * @throws IllegalArgumentException if a number is NaN or infinite, if there are fewer than 4
   *     episodes, or if a tap is the same for all of them; the message names the tap
   */
  public static List<Metric> metrics(
      String arm,
      Map<String, float[][]> understanding,
      Map<String, float[][]> execution,
      Labels labels,
      long seed)
      throws InterruptedException {
    int k = Math.min(K, labels.size() - 1);
    List<MutualKnn> nearU = all(understanding, rows -> MutualKnn.of(rows, k));
    List<MutualKnn> nearE = all(execution, rows -> MutualKnn.of(rows, k));
    List<Cka> gramU = all(understanding, rows -> Cka.of(Matrices.unitRows(rows)));
    List<Cka> gramE = all(execution, rows -> Cka.of(Matrices.unitRows(rows)));
    List<String> pairs = new ArrayList<>();
    understanding.keySet().forEach(a -> execution.keySet().forEach(b -> pairs.add(by(a, b))));
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(metrics(arm, MUTUAL_KNN, pairs, p -> mutual(nearU, nearE, p), labels, seed));
    metrics.addAll(metrics(arm, CKA, pairs, p -> cka(gramU, gramE, p), labels, seed));
    return metrics;
  }

  /** Something of each tap's rows; an error names the tap. */
  private static <T> List<T> all(Map<String, float[][]> taps, Function<INDArray, T> of) {
    List<T> all = new ArrayList<>();
    taps.forEach(
        (tap, rows) -> {
          try {
            all.add(of.apply(Matrices.of(rows)));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(tap + ": " + e.getMessage(), e);
          }
        });
    return all;
  }

  private static double[] mutual(List<MutualKnn> u, List<MutualKnn> e, int[] permutation) {
    return u.stream()
        .flatMapToDouble(a -> e.stream().mapToDouble(b -> a.mutual(b, permutation)))
        .toArray();
  }

  private static double[] cka(List<Cka> u, List<Cka> e, int[] permutation) {
    double[] scores = new double[u.size() * e.size()];
    for (int b = 0; b < e.size(); b++) {
      double[] column = Cka.cka(u, e.get(b), permutation);
      for (int a = 0; a < column.length; a++) {
        scores[a * e.size() + b] = column[a];
      }
    }
    return scores;
  }

  private static List<Metric> metrics(
      String arm, String name, List<String> pairs, Scores scores, Labels labels, long seed)
      throws InterruptedException {
    int n = labels.size();
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    double[] found = scores.of(order);
    Map<String, int[]> groups = new LinkedHashMap<>();
    groups.put("", new int[n]);
    groups.put(WITHIN, labels.tasks());
    groups.put(WITHIN_INSTRUCTION, labels.instructions());
    Map<String, PermutationNull> nulls = new LinkedHashMap<>();
    for (Map.Entry<String, int[]> group : groups.entrySet()) {
      List<int[]> permutations =
          PermutationNull.permutations(group.getValue(), PermutationNull.PERMUTATIONS, seed);
      List<double[]> dealt = AllCores.map(permutations, scores::of, done -> {});
      nulls.put(group.getKey(), PermutationNull.of(found, dealt));
    }
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      int pair = i;
      metrics.add(known(arm, name, pairs.get(i), found[i]));
      nulls.forEach(
          (which, chance) -> {
            metrics.add(known(arm, name + " p" + which, pairs.get(pair), chance.p(pair)));
            metrics.add(
                known(arm, name + " calibrated" + which, pairs.get(pair), chance.calibrated(pair)));
          });
    }
    return metrics;
  }

  private static Metric known(String arm, String name, String by, double value) {
    return Metric.of(arm, name, by, Interval.exactly(value));
  }
}
