package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * t-SNE (van der Maaten and Hinton, 2008): embeds N items in the plane so that similar ones lie
 * near each other. Exact, for up to a few thousand items.
 *
 * <pre>
 *   pⱼ|ᵢ ∝ exp(−‖xᵢ − xⱼ‖² / 2σᵢ²), σᵢ such that the entropy is log(perplexity)
 *   pᵢⱼ = (pⱼ|ᵢ + pᵢ|ⱼ) / 2N          qᵢⱼ ∝ 1 / (1 + ‖yᵢ − yⱼ‖²)          KL(p ‖ q) is minimised
 * </pre>
 *
 * <p>Distances between clusters and their sizes in the plane mean nothing.
 */
public final class Tsne {
  private static final int ITERATIONS = 750;
  private static final int EARLY = 250; // iterations of early exaggeration
  private static final double EXAGGERATION = 12;
  private static final double LEAST = 1e-12;

  // Between these, the bisection of a width converges.
  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e6;

  private Tsne() {}

  /**
   * N×D representations → N points (x, y). Their scale does not matter.
   *
   * @param perplexity approximate number of neighbours of an item; 30 is usual, at most (N − 1) / 3
   * @param seed of the initial positions
   * @throws IllegalArgumentException if a number is NaN or infinite, or if the perplexity is out of
   *     its range: at least 4 items are needed
   */
  public static double[][] embed(INDArray rows, double perplexity, long seed) {
    double[][] p = affinities(squaredDistances(rows), perplexity);
    int n = p.length;
    SplittableRandom random = new SplittableRandom(seed);
    double[][] y = new double[n][2];
    for (double[] point : y) {
      point[0] = 1e-4 * random.nextGaussian();
      point[1] = 1e-4 * random.nextGaussian();
    }
    double[][] velocity = new double[n][2];
    double[][] gain = new double[n][2];
    for (double[] point : gain) {
      Arrays.fill(point, 1);
    }
    double rate = Math.max(n / EXAGGERATION / 4, 50);
    for (int i = 0; i < ITERATIONS; i++) {
      double exaggeration = i < EARLY ? EXAGGERATION : 1;
      move(y, velocity, gain, gradient(p, y, exaggeration), rate, i < EARLY ? 0.5 : 0.8);
    }
    return y;
  }

  private static void move(
      double[][] y,
      double[][] velocity,
      double[][] gain,
      double[][] gradient,
      double rate,
      double momentum) {
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < 2; k++) {
        boolean onward = gradient[i][k] * velocity[i][k] < 0;
        gain[i][k] = Math.max(0.01, onward ? gain[i][k] + 0.2 : 0.8 * gain[i][k]);
        velocity[i][k] = momentum * velocity[i][k] - rate * gain[i][k] * gradient[i][k];
        y[i][k] += velocity[i][k];
      }
    }
  }

  /** {@code 4 Σⱼ (pᵢⱼ − qᵢⱼ)(yᵢ − yⱼ) / (1 + ‖yᵢ − yⱼ‖²)}. */
  private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
    int n = y.length;
    double[][] near = new double[n][n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        double dx = y[i][0] - y[j][0];
        double dy = y[i][1] - y[j][1];
        near[i][j] = 1 / (1 + dx * dx + dy * dy);
        near[j][i] = near[i][j];
        sum += 2 * near[i][j];
      }
    }
    double[][] gradient = new double[n][2];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double force = 4 * (exaggeration * p[i][j] - near[i][j] / sum) * near[i][j];
        gradient[i][0] += force * (y[i][0] - y[j][0]);
        gradient[i][1] += force * (y[i][1] - y[j][1]);
      }
    }
    return gradient;
  }

  /** KL(p ‖ q) of the neighbourhoods in the representations and in the plane, in nats. */
  static double divergence(double[][] p, double[][] y) {
    int n = y.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum += i == j ? 0 : near(y[i], y[j]);
      }
    }
    double divergence = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double q = Math.max(LEAST, near(y[i], y[j]) / sum);
          divergence += p[i][j] * Math.log(Math.max(LEAST, p[i][j]) / q);
        }
      }
    }
    return divergence;
  }

  private static double near(double[] a, double[] b) {
    return 1 / (1 + (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]));
  }

  static double[][] squaredDistances(INDArray rows) {
    double[][] x = Matrices.numbers(rows);
    double largest =
        Arrays.stream(x).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    if (largest > 0 && (largest < SMALLEST || largest > LARGEST)) {
      for (double[] row : x) {
        Arrays.setAll(row, k -> row[k] / largest); // the bisection of a width ends nearer to 1
      }
    }
    double[][] squares = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        for (int k = 0; k < x[i].length; k++) {
          squares[i][j] += (x[i][k] - x[j][k]) * (x[i][k] - x[j][k]);
        }
        squares[j][i] = squares[i][j];
      }
    }
    return squares;
  }

  /** The symmetric affinities pᵢⱼ, which sum to 1. */
  static double[][] affinities(double[][] squares, double perplexity) {
    int n = squares.length;
    if (n < 4) {
      throw new IllegalArgumentException("t-SNE needs at least 4 items, not " + n);
    }
    if (!(perplexity >= 1 && perplexity <= (n - 1) / 3.0)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "perplexity is %s and there are %d items; it must be from 1 to %s",
              perplexity,
              n,
              (n - 1) / 3.0));
    }
    double[][] p = new double[n][n];
    for (int i = 0; i < n; i++) {
      double[] conditional = conditional(squares[i], i, Math.log(perplexity));
      for (int j = 0; j < n; j++) {
        p[i][j] += conditional[j] / (2 * n);
        p[j][i] += conditional[j] / (2 * n);
      }
    }
    return p;
  }

  /** A row of pⱼ|ᵢ with the given entropy; the width 1 / 2σ² is found by bisection. */
  private static double[] conditional(double[] squares, int self, double entropy) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double beta = 1;
    double[] p = new double[squares.length];
    for (int i = 0; i < 100; i++) {
      double off = fill(p, squares, self, beta) - entropy;
      if (Math.abs(off) < 1e-6) {
        break;
      }
      if (off > 0) {
        low = beta;
        beta = Double.isInfinite(high) ? 2 * beta : (beta + high) / 2;
      } else {
        high = beta;
        beta = (beta + low) / 2;
      }
    }
    return p;
  }

  /** Computes the probabilities of a width and returns their entropy. */
  private static double fill(double[] p, double[] squares, int self, double beta) {
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < p.length; j++) {
      least = j == self ? least : Math.min(least, squares[j]);
    }
    double sum = 0;
    double mean = 0;
    for (int j = 0; j < p.length; j++) {
      p[j] = j == self ? 0 : Math.exp(-beta * (squares[j] - least));
      sum += p[j];
      mean += p[j] * (squares[j] - least);
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return Math.log(sum) + beta * mean / sum;
  }
}
