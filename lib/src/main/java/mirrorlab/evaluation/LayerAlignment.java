package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import mirrorlab.metrics.Gram;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.Neighbours;
import mirrorlab.metrics.PermutationNull;
import mirrorlab.world.AllCores;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How alike the representations of the same episodes are as they stand, with no map trained: every
 * layer of U against every tap of E, against what chance would give.
 *
 * <p>The free null deals the episodes anew; the one within tasks leaves every episode its task, so
 * that only what goes beyond the task counts. Both are calibrated over the search among all pairs
 * of layers ({@link PermutationNull}).
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

  private LayerAlignment() {}

  /** {@link Metric#by} of two taps. */
  public static String by(String understanding, String execution) {
    return understanding + " × " + execution;
  }

  /** A measure between two prepared representations, with items of the second dealt anew. */
  private interface Score<T> {
    double of(T understanding, T execution, int[] permutation);
  }

  /**
   * For both measures and each pair of taps: the score; under either null its p-value ({@code "…
   * p"}, {@code "… p, within task"}) and the calibrated score.
   *
   * @param understanding N rows for each of U's taps
   * @param execution N rows for each of E's taps
   * @param tasks N numbers, equal where the task is
   * @param seed of the permutations
   */
  public static List<Metric> metrics(
      String arm,
      Map<String, float[][]> understanding,
      Map<String, float[][]> execution,
      int[] tasks,
      long seed)
      throws InterruptedException {
    int k = Math.min(K, tasks.length - 1);
    Map<String, INDArray> u = matrices(understanding);
    Map<String, INDArray> e = matrices(execution);
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(
        metrics(
            arm,
            MUTUAL_KNN,
            prepared(u, rows -> Neighbours.of(rows, k)),
            prepared(e, rows -> Neighbours.of(rows, k)),
            Neighbours::mutual,
            tasks,
            seed));
    metrics.addAll(
        metrics(
            arm,
            CKA,
            prepared(u, rows -> Gram.of(Matrices.unitRows(rows))),
            prepared(e, rows -> Gram.of(Matrices.unitRows(rows))),
            Gram::cka,
            tasks,
            seed));
    return metrics;
  }

  private static <T> List<Metric> metrics(
      String arm,
      String name,
      Map<String, T> understanding,
      Map<String, T> execution,
      Score<T> score,
      int[] tasks,
      long seed)
      throws InterruptedException {
    List<String> pairs = new ArrayList<>();
    understanding.keySet().forEach(u -> execution.keySet().forEach(e -> pairs.add(by(u, e))));
    List<PermutationNull> nulls =
        AllCores.map(
            List.of(new int[tasks.length], tasks),
            groups ->
                PermutationNull.of(
                    permutation -> scores(understanding, execution, score, permutation),
                    groups,
                    PermutationNull.PERMUTATIONS,
                    seed),
            done -> {});
    List<Metric> metrics = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      double found = nulls.get(0).scores()[i];
      metrics.add(known(arm, name, pairs.get(i), found));
      for (int n = 0; n < 2; n++) {
        String which = n == 0 ? "" : WITHIN;
        PermutationNull chance = nulls.get(n);
        metrics.add(known(arm, name + " p" + which, pairs.get(i), chance.p(i)));
        metrics.add(known(arm, name + " calibrated" + which, pairs.get(i), chance.calibrated(i)));
      }
    }
    return metrics;
  }

  private static <T> double[] scores(
      Map<String, T> understanding, Map<String, T> execution, Score<T> score, int[] permutation) {
    return understanding.values().stream()
        .flatMapToDouble(
            u -> execution.values().stream().mapToDouble(e -> score.of(u, e, permutation)))
        .toArray();
  }

  private static Metric known(String arm, String name, String by, double value) {
    return Metric.of(arm, name, by, Interval.exactly(value));
  }

  private static Map<String, INDArray> matrices(Map<String, float[][]> taps) {
    return prepared(taps, Matrices::of);
  }

  private static <S, T> Map<String, T> prepared(Map<String, S> taps, Function<S, T> prepare) {
    Map<String, T> prepared = new LinkedHashMap<>();
    taps.forEach((tap, rows) -> prepared.put(tap, prepare.apply(rows)));
    return prepared;
  }
}
