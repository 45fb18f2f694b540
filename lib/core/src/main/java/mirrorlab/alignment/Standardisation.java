package mirrorlab.alignment;

import java.util.Arrays;
import java.util.Locale;

/**
 * Shifts and scales features so that each has mean 0 and deviation 1 over the rows it was fitted
 * on; a feature that never changes there becomes 0. The scale of the features does not matter.
 *
 * @param mean D numbers
 * @param scale D numbers: 1 / deviation, or 0
 */
record Standardisation(double[] mean, double[] scale) {

  /** Fits N rows of D features. */
  static Standardisation of(float[][] rows) {
    int width = rows[0].length;
    double[] mean = new double[width];
    for (float[] row : rows) {
      for (int d = 0; d < width; d++) {
        mean[d] += row[d];
      }
    }
    Arrays.setAll(mean, d -> mean[d] / rows.length);
    double[] squares = new double[width];
    for (float[] row : rows) {
      for (int d = 0; d < width; d++) {
        squares[d] += (row[d] - mean[d]) * (row[d] - mean[d]);
      }
    }
    double[] scale = new double[width];
    for (int d = 0; d < width; d++) {
      double deviation = Math.sqrt(squares[d] / rows.length);
      scale[d] = deviation > 1e-6 * Math.abs(mean[d]) ? 1 / deviation : 0;
    }
    return new Standardisation(mean, scale);
  }

  /** N rows → the same rows standardised, in a new matrix. */
  float[][] apply(float[][] rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there are no representations; give at least one row");
    }
    if (rows[0].length != mean.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "these representations are %d wide and the probe was trained on %d",
              rows[0].length,
              mean.length));
    }
    float[][] out = new float[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < mean.length; d++) {
        out[i][d] = (float) ((rows[i][d] - mean[d]) * scale[d]);
      }
    }
    return out;
  }
}
