package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import mirrorlab.alignment.Labels;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Retrieval;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether what succeeded aligns better than what failed, the paper's second observation, on E's own
 * rollouts.
 *
 * <p>Both are compared at the same number and the same mix of tasks: of each task as many of either
 * are drawn as there are of the rarer, and each kind is its own gallery. This is done 200 times,
 * and each time the drawn episodes are drawn once more with replacement, for the interval.
 */
public final class OutcomeAlignment {
  /** The arm of what succeeded. */
  public static final String SUCCESSES = "successes";

  /** The arm of what failed. */
  public static final String FAILURES = "failures";

  /** The arm of the difference. */
  public static final String DIFFERENCE = "successes − failures";

  private static final int DRAWS = 200;
  private static final String NAME = "recall@1";

  private OutcomeAlignment() {}

  /**
   * Recall@1 of successes, of failures, and the difference; nothing where no task has both.
   *
   * @param similarity N×N, rows for videos of E's rollouts, columns for what E held meanwhile
   * @param labels of the N rollouts
   * @param success which of them succeeded
   */
  public static List<Metric> metrics(
      INDArray similarity, Labels labels, boolean[] success, long seed) {
    float[][] cosines = similarity.toFloatMatrix();
    Map<Integer, List<List<Integer>>> tasks = sort(labels.tasks(), success);
    int n = tasks.values().stream().mapToInt(OutcomeAlignment::common).sum();
    if (n == 0) {
      return List.of();
    }
    Random random = new Random(seed);
    double[][] means = new double[2][DRAWS];
    double[][] resampled = new double[3][DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int kind = 0; kind < 2; kind++) {
        int[] drawn = draw(tasks, kind, random);
        double[] hits = hits(cosines, labels.at(drawn).instructions(), drawn);
        means[kind][draw] = Arrays.stream(hits).average().orElseThrow();
        resampled[kind][draw] =
            random.ints(n, 0, n).mapToDouble(i -> hits[i]).average().orElseThrow();
      }
      resampled[2][draw] = resampled[0][draw] - resampled[1][draw];
    }
    double good = Arrays.stream(means[0]).average().orElseThrow();
    double bad = Arrays.stream(means[1]).average().orElseThrow();
    return List.of(
        metric(SUCCESSES, good, resampled[0], n),
        metric(FAILURES, bad, resampled[1], n),
        metric(DIFFERENCE, good - bad, resampled[2], n));
  }

  private static Metric metric(String arm, double value, double[] resampled, int n) {
    return Metric.of(arm, NAME, Metric.ALL, Interval.ofResamples(value, resampled, n));
  }

  /** Of each task the items that succeeded, and those that failed. */
  private static Map<Integer, List<List<Integer>>> sort(int[] tasks, boolean[] success) {
    Map<Integer, List<List<Integer>>> sorted = new TreeMap<>();
    for (int i = 0; i < tasks.length; i++) {
      sorted
          .computeIfAbsent(tasks[i], t -> List.of(new ArrayList<>(), new ArrayList<>()))
          .get(success[i] ? 0 : 1)
          .add(i);
    }
    return sorted;
  }

  private static int common(List<List<Integer>> task) {
    return Math.min(task.get(0).size(), task.get(1).size());
  }

  private static int[] draw(Map<Integer, List<List<Integer>>> tasks, int kind, Random random) {
    List<Integer> drawn = new ArrayList<>();
    for (List<List<Integer>> task : tasks.values()) {
      List<Integer> all = new ArrayList<>(task.get(kind));
      Collections.shuffle(all, random);
      drawn.addAll(all.subList(0, common(task)));
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The mean of both directions, for each of the drawn items, which are their own gallery. */
  private static double[] hits(float[][] cosines, int[] labels, int[] drawn) {
    float[][] some = new float[drawn.length][drawn.length];
    for (int i = 0; i < drawn.length; i++) {
      for (int j = 0; j < drawn.length; j++) {
        some[i][j] = cosines[drawn[i]][drawn[j]];
      }
    }
    INDArray similarity = Nd4j.createFromArray(some);
    double[] there = Retrieval.hits(similarity, labels, labels, 1);
    double[] back = Retrieval.hits(similarity.transpose(), labels, labels, 1);
    return SpontaneousAlignment.mean(there, back);
  }
}
