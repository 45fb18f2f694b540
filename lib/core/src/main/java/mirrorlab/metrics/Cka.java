package mirrorlab.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The inner products between N representations, prepared for unbiased linear CKA (Song et al.,
 * 2012; Kornblith et al., 2019; Murphy et al., 2024):
 *
 * <pre>
 *   K = X·Xᵀ with zeros on the diagonal
 *   HSIC(K, L) = [ tr(K·L) + (1ᵀK1)(1ᵀL1) / ((N−1)(N−2)) − 2 · 1ᵀK·L1 / (N−2) ] / (N(N−3))
 *   CKA = HSIC(K, L) / √( HSIC(K, K) · HSIC(L, L) )
 * </pre>
 *
 * <p>Each K is centred and scaled once; CKA is then a plain sum of products, for any order of the
 * items (Székely and Rizzo, 2014):
 *
 * <pre>
 *   K̃ᵢⱼ = Kᵢⱼ − Σₗ Kᵢₗ / (N−2) − Σₗ Kₗⱼ / (N−2) + 1ᵀK1 / ((N−1)(N−2)),  0 on the diagonal
 *   CKA = Σᵢⱼ K̃ᵢⱼ L̃ᵢⱼ / ( ‖K̃‖ ‖L̃‖ )
 * </pre>
 *
 * Biased CKA is not offered: at N = 90 it gives 0.83 for unrelated representations 400 wide.
 */
public final class Cka {
  private static final double ROUNDING = 1e-6; // of single precision, over many features

  private final float[][] centred; // of norm 1

  private Cka(double[][] products) {
    int n = products.length;
    double[] sums = new double[n];
    double total = 0;
    double before = 0;
    for (int i = 0; i < n; i++) {
      for (double product : products[i]) {
        sums[i] += product;
        before += product * product;
      }
      total += sums[i];
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          products[i][j] += total / ((n - 1.0) * (n - 2.0)) - (sums[i] + sums[j]) / (n - 2.0);
          squares += products[i][j] * products[i][j];
        }
      }
    }
    if (!(squares > ROUNDING * ROUNDING * before)) {
      throw undefined("differ in at most one item");
    }
    centred = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        centred[i][j] = (float) (products[i][j] / Math.sqrt(squares));
      }
    }
  }

  /**
   * Prepares N×D representations, used as they are; {@link Matrices#unitRows} is often applied
   * first.
   *
   * @throws IllegalArgumentException if there are fewer than 4 rows; if a number is NaN or
   *     infinite; or if CKA is undefined because all rows, or all but one, are equal up to rounding
   */
  public static Cka of(INDArray rows) {
    if (rows.rows() < 4) {
      throw new IllegalArgumentException("unbiased CKA needs at least 4 rows, not " + rows.rows());
    }
    INDArray wide = Nd4j.createFromArray(centred(Matrices.numbers(rows)));
    double[][] products = Matrices.product(wide, wide.transpose()).toDoubleMatrix();
    for (int i = 0; i < products.length; i++) {
      products[i][i] = 0;
    }
    return new Cka(products);
  }

  /**
   * Centres the features, which leaves CKA unchanged and keeps precision if a mean is large; scales
   * all by one power of two, so that no product overflows or underflows.
   */
  private static double[][] centred(double[][] rows) {
    double largest =
        Arrays.stream(rows).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    int exponent = Math.getExponent(largest);
    double before = 0;
    double after = 0;
    for (int d = 0; d < rows[0].length; d++) {
      double sum = 0;
      for (double[] row : rows) {
        row[d] = Math.scalb(row[d], -exponent);
        sum += row[d];
      }
      for (double[] row : rows) {
        before += row[d] * row[d];
        row[d] -= sum / rows.length;
        after += row[d] * row[d];
      }
    }
    if (!(after > ROUNDING * ROUNDING * before)) {
      throw undefined("are equal but for rounding");
    }
    return rows;
  }

  private static IllegalArgumentException undefined(String which) {
    return new IllegalArgumentException(
        "CKA is not defined for representations that " + which + "; has the encoder collapsed?");
  }

  /**
   * Unbiased CKA with another representation of the same N items: 1 for the same, near 0 if
   * unrelated.
   */
  public double cka(Cka other) {
    return cka(other, IntStream.range(0, centred.length).toArray());
  }

  /**
   * CKA with the other's items permuted: item i here is paired with {@code permutation[i]} there.
   * No inner product is computed again.
   */
  public double cka(Cka other, int[] permutation) {
    return cka(List.of(this), other, permutation)[0];
  }

  /** CKA of several representations with one whose items are permuted: one pass for all. */
  public static double[] cka(List<Cka> several, Cka other, int[] permutation) {
    int n = other.centred.length;
    for (Cka gram : several) {
      if (gram.centred.length != n || permutation.length != n) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "CKA needs the same items on both sides; there are %d, %d and a permutation of %d",
                gram.centred.length,
                n,
                permutation.length));
      }
    }
    double[] cka = new double[several.size()];
    float[] dealt = new float[n];
    for (int i = 0; i < n; i++) {
      float[] row = other.centred[permutation[i]];
      for (int j = 0; j < i; j++) {
        dealt[j] = row[permutation[j]];
      }
      for (int g = 0; g < cka.length; g++) {
        cka[g] += 2 * dot(several.get(g).centred[i], dealt, i); // both halves are the same
      }
    }
    return cka;
  }

  /** The sum of the first n products, in four independent partial sums. */
  private static double dot(float[] a, float[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = 0;
    for (; j + 3 < n; j += 4) {
      s0 += a[j] * b[j];
      s1 += a[j + 1] * b[j + 1];
      s2 += a[j + 2] * b[j + 2];
      s3 += a[j + 3] * b[j + 3];
    }
    for (; j < n; j++) {
      s0 += a[j] * b[j];
    }
    return s0 + s1 + s2 + s3;
  }
}
