package mirrorlab.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What scores of similarity reach when it is left to chance which item belongs to which, calibrated
 * over a search among them (Gröger et al., 2026): each permutation is applied to all scores at
 * once, and its largest one is kept.
 *
 * <pre>
 *   p = (1 + #{null ≥ s}) / (K + 1)
 *   calibrated = (s − t) / (1 − t), at least 0;   t = ⌈0.95 (K + 1)⌉-th smallest of s and the null
 * </pre>
 *
 * @param scores what was observed, such as one number for each pair of layers
 * @param largest K numbers: the largest score under each permutation, ascending
 */
public record PermutationNull(double[] scores, double[] largest) {
  /** K that is usual. */
  public static final int PERMUTATIONS = 200;

  /**
   * Scores the items as they are and under K permutations.
   *
   * @param score of a permutation of N items: all scores that were searched, each at most 1
   * @param groups N numbers: items change places only within equal ones; all 0 for a free
   *     permutation, tasks to ask for more than the task
   * @param permutations K
   */
  public static PermutationNull of(
      Function<int[], double[]> score, int[] groups, int permutations, long seed) {
    if (permutations < 1) {
      throw new IllegalArgumentException("permutations is " + permutations + "; give at least 1");
    }
    int[] order = new int[groups.length];
    Arrays.setAll(order, i -> i);
    double[] scores = score.apply(order.clone());
    SplittableRandom random = new SplittableRandom(seed);
    double[] largest = new double[permutations];
    for (int k = 0; k < permutations; k++) {
      double[] chance = score.apply(shuffled(groups, random));
      largest[k] = Arrays.stream(chance).max().orElseThrow();
    }
    Arrays.sort(largest);
    return new PermutationNull(scores, largest);
  }

  /** The add-one p-value of score i, corrected for the search over all scores. */
  public double p(int i) {
    long above = Arrays.stream(largest).filter(chance -> chance >= scores[i]).count();
    return (1.0 + above) / (largest.length + 1);
  }

  /** Score i as the share of the way from the null's 95 % quantile to 1; 0 below that. */
  public double calibrated(int i) {
    double[] all = Arrays.copyOf(largest, largest.length + 1);
    all[largest.length] = scores[i];
    Arrays.sort(all);
    double threshold = all[(int) Math.ceil(0.95 * all.length) - 1];
    return threshold >= 1 ? 0 : Math.max(0, (scores[i] - threshold) / (1 - threshold));
  }

  private static int[] shuffled(int[] groups, SplittableRandom random) {
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < groups.length; i++) {
      members.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
    }
    int[] permutation = new int[groups.length];
    for (List<Integer> group : members.values()) {
      int[] dealt = group.stream().mapToInt(Integer::intValue).toArray();
      for (int i = dealt.length - 1; i >= 0; i--) {
        int j = random.nextInt(i + 1);
        permutation[group.get(i)] = dealt[j];
        dealt[j] = dealt[i];
      }
    }
    return permutation;
  }
}
