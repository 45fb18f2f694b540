package mirrorlab.alignment;

import java.util.Arrays;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.Retrieval;
import mirrorlab.metrics.Similarity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A probe in closed form: ridge regression from E's representations to U's, both standardised by
 * the training episodes, then cosines in U's space. Its optimum is exact, so it shows how much of a
 * {@link Probe}'s recall is due to optimisation.
 *
 * <pre>  W = (XᵀX + λN·I)⁻¹ XᵀY          X: N×D of E, Y: N×D of U </pre>
 */
public final class RidgeProbe {
  private static final double[] PENALTIES = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

  private final Standardisation understanding;
  private final Standardisation execution;
  private final double[][] weights;
  private final double recall;

  private RidgeProbe(
      Standardisation understanding,
      Standardisation execution,
      double[][] weights,
      Pairs validation) {
    this.understanding = understanding;
    this.execution = execution;
    this.weights = weights;
    recall = recall(validation);
  }

  /**
   * Fits the map on {@code train} with the λ, from 0.0001 to 10, whose Recall@1 is best on {@code
   * validation}.
   */
  public static RidgeProbe fit(Pairs train, Pairs validation) {
    Standardisation understanding = Standardisation.of(train.understanding());
    Standardisation execution = Standardisation.of(train.execution());
    float[][] x = execution.apply(train.execution());
    double[][] xx = products(x, x);
    double[][] xy = products(x, understanding.apply(train.understanding()));
    RidgeProbe best = null;
    for (double penalty : PENALTIES) {
      double[][] weights = solve(xx, xy, penalty);
      RidgeProbe probe = new RidgeProbe(understanding, execution, weights, validation);
      if (best == null || probe.recall > best.recall) {
        best = probe;
      }
    }
    return best;
  }

  /** Recall@1 on the validation episodes, the mean of both directions. */
  public double validationRecall() {
    return recall;
  }

  /** Cosines between all episodes in U's space: N×N, rows for U, columns for E. */
  public INDArray similarity(Pairs test) {
    return Matrices.cosine(
        Matrices.of(understanding.apply(test.understanding())),
        Matrices.of(mapped(execution.apply(test.execution()))));
  }

  /** The same cosines, computed in blocks: for galleries whose N×N numbers do not fit. */
  public Similarity cosines(Pairs test) {
    return Similarity.cosine(
        understanding.apply(test.understanding()), mapped(execution.apply(test.execution())));
  }

  private double recall(Pairs pairs) {
    int[] episodes = pairs.labels().episodes();
    int[] labels = pairs.labels().instructions();
    float[][] rows = Retrieval.withoutOwn(similarity(pairs).toFloatMatrix(), episodes, episodes);
    return Arrays.stream(new float[][][] {rows, Retrieval.transposed(rows)})
        .flatMap(way -> Arrays.stream(Retrieval.places(way, labels, labels)))
        .filter(Retrieval.Place::exists)
        .mapToDouble(place -> place.hit(1))
        .average()
        .orElse(0);
  }

  private float[][] mapped(float[][] rows) {
    int width = weights[0].length;
    float[][] out = new float[rows.length][width];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < weights.length; k++) {
        for (int d = 0; d < width; d++) {
          out[i][d] += (float) (rows[i][k] * weights[k][d]);
        }
      }
    }
    return out;
  }

  /** aᵀb / N. */
  private static double[][] products(float[][] a, float[][] b) {
    double[][] products = new double[a[0].length][b[0].length];
    for (int n = 0; n < a.length; n++) {
      for (int i = 0; i < products.length; i++) {
        double factor = a[n][i] / (double) a.length;
        for (int j = 0; j < products[i].length; j++) {
          products[i][j] += factor * b[n][j];
        }
      }
    }
    return products;
  }

  /** (a + λI)⁻¹ b by Cholesky's decomposition. */
  private static double[][] solve(double[][] a, double[][] b, double penalty) {
    int n = a.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j] + (i == j ? penalty : 0);
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = b[i].clone();
      for (int k = 0; k < i; k++) {
        subtract(x[i], lower[i][k], x[k]);
      }
      divide(x[i], lower[i][i]);
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        subtract(x[i], lower[k][i], x[k]);
      }
      divide(x[i], lower[i][i]);
    }
    return x;
  }

  private static void subtract(double[] from, double factor, double[] row) {
    for (int d = 0; d < from.length; d++) {
      from[d] -= factor * row[d];
    }
  }

  private static void divide(double[] row, double by) {
    for (int d = 0; d < row.length; d++) {
      row[d] /= by;
    }
  }
}
