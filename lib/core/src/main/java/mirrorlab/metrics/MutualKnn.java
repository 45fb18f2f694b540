package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The k nearest neighbours of N representations by cosine, themselves excluded, prepared for the
 * mutual-kNN score (Huh et al., 2024): the share of neighbours that two representations of the same
 * items have in common. Unrelated ones get k/(N−1).
 *
 * <p>Ties count as if broken at random, independently on either side. So unrelated representations
 * with ties, such as one-hot codes or collapsed ones, get k/(N−1) as well, and two equal ones with
 * ties score below 1.
 */
public final class MutualKnn {
  private static final double ROUNDING = 1e-6; // of a number in a row of unit length
  private static final byte FAR = 0;
  private static final byte TIED = 1;
  private static final byte NEAR = 2;

  private final int k;
  private final byte[][] kinds; // N×N
  private final double[] shares; // share of an item's tied neighbours among its k nearest
  private final int[][] candidates; // the neighbours of each item that are not FAR

  private MutualKnn(float[][] cosine, int k) {
    this.k = k;
    int n = cosine.length;
    kinds = new byte[n][n];
    shares = new double[n];
    candidates = new int[n][];
    for (int i = 0; i < n; i++) {
      int self = i;
      int[] others = IntStream.range(0, n).filter(j -> j != self).toArray();
      float[] sorted = new float[n - 1];
      for (int j = 0; j < sorted.length; j++) {
        sorted[j] = cosine[i][others[j]];
      }
      Arrays.sort(sorted);
      float last = sorted[sorted.length - k];
      int nearer = 0;
      int tied = 0;
      for (int j : others) {
        kinds[i][j] = cosine[i][j] > last ? NEAR : cosine[i][j] == last ? TIED : FAR;
        nearer += kinds[i][j] == NEAR ? 1 : 0;
        tied += kinds[i][j] == TIED ? 1 : 0;
      }
      shares[i] = (double) (k - nearer) / tied;
      candidates[i] = Arrays.stream(others).filter(j -> kinds[self][j] != FAR).toArray();
    }
  }

  /**
   * Finds the neighbours.
   *
   * @param rows N×D representations
   * @param k at least 1, below N; 10 is usual
   * @throws IllegalArgumentException if k is out of its range, or if a number is NaN or infinite
   */
  public static MutualKnn of(INDArray rows, int k) {
    int n = rows.rows();
    if (k < 1 || k >= n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "k is %d and there are %d items; it must be at least 1 and below that",
              k,
              n));
    }
    INDArray unit = Matrices.unitRows(rows);
    float[][] cosine = Matrices.product(unit, unit.transpose()).toFloatMatrix();
    int[] first = directions(Matrices.numbers(unit));
    float[][] exact = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        exact[i][j] = cosine[first[i]][first[j]];
      }
    }
    return new MutualKnn(exact, k);
  }

  /**
   * For each row, the index of the first row that is equal up to rounding. The matrix product
   * rounds differently by position, so equal rows would get slightly different cosines, and ties
   * would be broken by their order.
   */
  private static int[] directions(double[][] unit) {
    int[] first = new int[unit.length];
    for (int i = 0; i < first.length; i++) {
      int j = 0;
      while (j < i && !(first[j] == j && isSame(unit[i], unit[j]))) {
        j++;
      }
      first[i] = j;
    }
    return first;
  }

  private static boolean isSame(double[] a, double[] b) {
    for (int d = 0; d < a.length; d++) {
      if (Math.abs(a[d] - b[d]) > ROUNDING) {
        return false;
      }
    }
    return true;
  }

  /** The score, 0 … 1: the mean number of shared neighbours per item, divided by k. */
  public double mutual(MutualKnn other) {
    return mutual(other, IntStream.range(0, kinds.length).toArray());
  }

  /**
   * The score with the other's items permuted: item i here is paired with {@code permutation[i]}
   * there. No neighbours are searched again.
   */
  public double mutual(MutualKnn other, int[] permutation) {
    int n = kinds.length;
    if (other.kinds.length != n || permutation.length != n || other.k != k) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "mutual neighbours need the same items and k on both sides; there are %d with %d, %d with %d, and a permutation of %d",
              n,
              k,
              other.kinds.length,
              other.k,
              permutation.length));
    }
    double shared = 0;
    for (int i = 0; i < n; i++) {
      for (int j : candidates[i]) {
        shared += share(i, j) * other.share(permutation[i], permutation[j]);
      }
    }
    return shared / n / k;
  }

  /** The probability that j is among the k nearest of i if ties are broken at random. */
  private double share(int i, int j) {
    byte kind = kinds[i][j];
    return kind == NEAR ? 1 : kind == TIED ? shares[i] : 0;
  }
}
