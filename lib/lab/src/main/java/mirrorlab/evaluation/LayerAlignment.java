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
 * The similarity of the raw representations of the same episodes, without trained maps: every layer
 * of U against every layer of E, tested against three nulls ({@link PermutationNull}).
 *
 * <p>The free null permutes all episodes. The null within tasks permutes episodes of the same task,
 * so that only similarity beyond the task counts. The null within instructions permutes episodes of
 * the same instruction, so that only similarity of single episodes counts, such as the places of
 * objects. All are calibrated for the search over pairs of layers.
 */
public final class LayerAlignment {
  /** The number of neighbours k. */
  public static final int K = 10;

  /** The name in records of the mean share of common neighbours. */
  public static final String MUTUAL_KNN = "mutual kNN";

  /** The name in records of unbiased CKA. */
  public static final String CKA = "unbiased CKA";

  /** Suffix of a measure's name for the null within tasks. */
  public static final String WITHIN = ", within task";

  /** Suffix of a measure's name for the null within instructions. */
  public static final String WITHIN_INSTRUCTION = ", within instruction";

  private LayerAlignment() {}

  /** {@link Metric#by} of two layers. */
  public static String by(String understanding, String execution) {
    return understanding + " × " + execution;
  }

  /**
   * All scores of a measure, U's layers in the outer and E's in the inner loop, with E's items
   * permuted.
   */
  private interface Scores {
    double[] of(int[] permutation);
  }

  /**
   * For both measures and each pair of layers: the score, and under each null its p-value ({@code
   * "… p"}, {@code "… p, within task"}, {@code "… p, within instruction"}) and the calibrated
   * score.
   *
   * @param understanding N rows for each of U's layers
   * @param execution N rows for each of E's layers
   * @param labels labels of the N episodes
   * @param seed of the permutations
   * @throws IllegalArgumentException if a number is NaN or infinite, if there are fewer than 4
   *     episodes, or if a layer is the same for all of them; the message names the layer
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

  /** Applies a function to each layer's rows; an error names the layer. */
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
