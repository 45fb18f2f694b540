package mirrorlab.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The null distribution of similarity scores under random matching of items, calibrated for a
 * search among the scores (Gröger et al., 2026): each permutation is applied to all scores at once,
 * and the largest one is kept.
 *
 * <p>Scores are made comparable first (studentised, as in Westfall and Young's max-T): each is
 * measured in deviations from its own mean over the permutations, including the observed order.
 * Otherwise one pair of layers with a high null would mask all others.
 *
 * <pre>
 *   zᵢ = (sᵢ − mᵢ) / dᵢ          m, d: mean and deviation of score i over K permutations and itself
 *   p = (1 + #{largest z of a permutation ≥ zᵢ}) / (K + 1)
 *   calibrated = (sᵢ − tᵢ) / (1 − tᵢ), at least 0;   tᵢ = mᵢ + dᵢ · q
 *   q = ⌈0.95 (K + 1)⌉-th smallest of zᵢ and the largest z
 * </pre>
 *
 * @param scores S observed scores, such as one number for each pair of layers
 * @param chance K numbers for each score: its values under the permutations, ascending
 * @param largest K numbers: the largest z under each permutation, ascending
 */
public record PermutationNull(double[] scores, double[][] chance, double[] largest) {
  /** Two z that differ by less are equal up to rounding. */
  private static final double ROUNDING = 1e-9;

  /** The usual K. */
  public static final int PERMUTATIONS = 1000;

  /**
   * Scores the items as they are and under K permutations.
   *
   * @param score maps a permutation of N items to all searched scores, each at most 1
   * @param groups as for {@link #permutations}
   * @param permutations K
   */
  public static PermutationNull of(
      Function<int[], double[]> score, int[] groups, int permutations, long seed) {
    int[] order = new int[groups.length];
    Arrays.setAll(order, i -> i);
    double[] scores = score.apply(order);
    return of(scores, permutations(groups, permutations, seed).stream().map(score).toList());
  }

  /**
   * The null distribution of precomputed scores.
   *
   * @param scores S observed scores
   * @param dealt S scores for each of the permutations
   * @throws IllegalArgumentException if a score is NaN or infinite, or if a permutation has another
   *     number of them
   */
  public static PermutationNull of(double[] scores, List<double[]> dealt) {
    int k = dealt.size();
    check(scores, dealt);
    double[][] chance = new double[scores.length][k];
    double[] largest = new double[k];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < scores.length; i++) {
      for (int p = 0; p < k; p++) {
        chance[i][p] = dealt.get(p)[i];
      }
      Arrays.sort(chance[i]);
      Scale scale = Scale.of(scores[i], chance[i]);
      for (int p = 0; p < k; p++) {
        largest[p] = Math.max(largest[p], scale.z(dealt.get(p)[i]));
      }
    }
    Arrays.sort(largest);
    return new PermutationNull(scores, chance, largest);
  }

  private static void check(double[] scores, List<double[]> dealt) {
    if (scores.length == 0 || dealt.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a permutation null needs at least one score and one permutation; there are %d and %d",
              scores.length,
              dealt.size()));
    }
    Finite.check("score", scores);
    for (int p = 0; p < dealt.size(); p++) {
      if (dealt.get(p).length != scores.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "permutation %d has %d scores and the observed order %d",
                p,
                dealt.get(p).length,
                scores.length));
      }
      Finite.check(String.format(Locale.ROOT, "under permutation %d, score", p), dealt.get(p));
    }
  }

  /**
   * K random orders of N items.
   *
   * @param groups N numbers: items are permuted only among equal ones; all 0 for a free
   *     permutation, tasks to test for more than the task
   * @param count K
   */
  public static List<int[]> permutations(int[] groups, int count, long seed) {
    if (count < 1) {
      throw new IllegalArgumentException("permutations is " + count + "; give at least 1");
    }
    if (groups.length == 0) {
      throw new IllegalArgumentException("there are no items to permute; give at least 1");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> permutations = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      permutations.add(shuffled(groups, random));
    }
    return permutations;
  }

  /** The add-one p-value of score i, corrected for the search over all scores. */
  public double p(int i) {
    double z = Scale.of(scores[i], chance[i]).z(scores[i]);
    long above = Arrays.stream(largest).filter(other -> other >= z - ROUNDING).count();
    return (1.0 + above) / (largest.length + 1);
  }

  /** Score i rescaled so that the null's 95 % quantile is 0 and 1 stays 1; 0 below that. */
  public double calibrated(int i) {
    Scale scale = Scale.of(scores[i], chance[i]);
    double[] all = Arrays.copyOf(largest, largest.length + 1);
    all[largest.length] = scale.z(scores[i]);
    Arrays.sort(all);
    double threshold = scale.mean + scale.deviation * all[(int) Math.ceil(0.95 * all.length) - 1];
    return threshold >= 1 ? 0 : Math.max(0, (scores[i] - threshold) / (1 - threshold));
  }

  /** Mean and deviation of a score over the permutations and the observed order. */
  private record Scale(double mean, double deviation) {
    static Scale of(double score, double[] chance) {
      int n = chance.length + 1;
      double mean = (score + Arrays.stream(chance).sum()) / n;
      double squares = (score - mean) * (score - mean);
      double largest = Math.abs(score);
      for (double x : chance) {
        squares += (x - mean) * (x - mean);
        largest = Math.max(largest, Math.abs(x));
      }
      double deviation = Math.sqrt(squares / n);
      // Rounding errors of equal numbers are no deviation.
      return new Scale(mean, deviation > ROUNDING * largest ? deviation : 0);
    }

    double z(double x) {
      return deviation > 0 ? (x - mean) / deviation : 0;
    }
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
