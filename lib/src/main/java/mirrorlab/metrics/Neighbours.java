package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The k nearest neighbours of N representations by cosine, themselves excluded, prepared for the
 * mutual-kNN score (Huh et al., 2024): the share of neighbours that two representations of the same
 * items have in common. Unrelated ones get k/(N−1).
 */
public final class Neighbours {
  private final int[][] nearest;
  private final boolean[][] near;

  private Neighbours(int[][] nearest) {
    this.nearest = nearest;
    near = new boolean[nearest.length][nearest.length];
    for (int i = 0; i < nearest.length; i++) {
      for (int j : nearest[i]) {
        near[i][j] = true;
      }
    }
  }

  /**
   * Finds them.
   *
   * @param rows N×D representations
   * @param k at least 1, below N; 10 is usual
   */
  public static Neighbours of(INDArray rows, int k) {
    int n = rows.rows();
    if (k < 1 || k >= n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "k is %d and there are %d items; it must be at least 1 and below that",
              k,
              n));
    }
    float[][] cosine = Matrices.cosine(rows, rows).toFloatMatrix();
    int[][] nearest = new int[n][];
    Arrays.setAll(nearest, i -> nearest(cosine[i], i, k));
    return new Neighbours(nearest);
  }

  /** In 0 … 1: the mean over items of the shared neighbours' number, divided by k. */
  public double mutual(Neighbours other) {
    return mutual(other, IntStream.range(0, nearest.length).toArray());
  }

  /**
   * The same with the other's items dealt anew: item i here is paired with {@code permutation[i]}
   * there. It needs no new neighbours.
   */
  public double mutual(Neighbours other, int[] permutation) {
    if (other.nearest.length != nearest.length
        || permutation.length != nearest.length
        || other.nearest[0].length != nearest[0].length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mutual neighbours need the same items and k on both sides; there are %d with %d, %d with %d, and a permutation of %d",
              nearest.length,
              nearest[0].length,
              other.nearest.length,
              other.nearest[0].length,
              permutation.length));
    }
    long shared = 0;
    for (int i = 0; i < nearest.length; i++) {
      boolean[] there = other.near[permutation[i]];
      for (int j : nearest[i]) {
        shared += there[permutation[j]] ? 1 : 0;
      }
    }
    return (double) shared / nearest.length / nearest[0].length;
  }

  /** Equal cosines go to the lower index, so that the answer is always the same. */
  private static int[] nearest(float[] cosine, int self, int k) {
    return IntStream.range(0, cosine.length)
        .filter(j -> j != self)
        .boxed()
        .sorted(Comparator.comparing((Integer j) -> -cosine[j]))
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
