package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Means with a 95 % interval by Student's t, for few items, such as trainings or tasks.
 *
 * <pre>
 *   θ = Σ w·x      e = w·(x − θ)      se = √(G/(G − 1) · Σ e²)      θ ± t(97.5 %, G − 1) · se
 * </pre>
 *
 * <p>x is one value for each of G independent items, w its weight. With equal weights this is the
 * textbook interval of a mean; with others it is the cluster-robust interval of a weighted mean.
 */
public final class StudentInterval {
  private StudentInterval() {}

  /**
   * A mean with equal weights.
   *
   * @param values at least two, one for each independent item
   */
  public static Interval of(double[] values) {
    double[] equal = new double[values.length];
    Arrays.fill(equal, 1.0 / values.length);
    return of(values, equal);
  }

  /**
   * A weighted mean.
   *
   * @param values at least two, one for each independent item
   * @param weights one for each value; they sum to one
   */
  public static Interval of(double[] values, double[] weights) {
    double error = error(values, weights); // checks them
    return around(mean(values, weights), error, values.length);
  }

  /** The interval of a mean over n items whose standard error is known. */
  static Interval around(double mean, double error, int n) {
    double half = critical(n - 1) * error;
    return new Interval(mean, mean - half, mean + half, n);
  }

  /** The standard error of a weighted mean. */
  static double error(double[] values, double[] weights) {
    int n = values.length;
    if (n < 2 || weights.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a t interval needs at least two values with a weight each; there are %d with %d weights",
              n,
              weights.length));
    }
    Finite.check("value", values);
    Finite.check("weight", weights);
    double sum = Arrays.stream(weights).sum();
    if (Arrays.stream(weights).anyMatch(weight -> weight < 0) || Math.abs(sum - 1) > 1e-6) {
      throw new IllegalArgumentException(
          "weights have to be 0 or above and to sum to 1, not to " + sum);
    }
    double mean = mean(values, weights);
    double squares = 0;
    for (int i = 0; i < n; i++) {
      squares += Math.pow(weights[i] * (values[i] - mean), 2);
    }
    return Math.sqrt(squares * n / (n - 1));
  }

  private static double mean(double[] values, double[] weights) {
    return IntStream.range(0, values.length).mapToDouble(i -> weights[i] * values[i]).sum();
  }

  /** The 97.5 % quantile of Student's t. */
  static double critical(int degreesOfFreedom) {
    return new TDistribution(degreesOfFreedom).inverseCumulativeProbability(0.975);
  }
}
