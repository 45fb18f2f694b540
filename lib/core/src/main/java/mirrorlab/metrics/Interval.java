package mirrorlab.metrics;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A measured number with its 95 % interval.
 *
 * @param value the estimate
 * @param low lower end, at most {@code value}
 * @param high upper end, at least {@code value}
 * @param n number of measured items; 0 if the value is known exactly
 */
public record Interval(double value, double low, double high, int n) {
  private static final int RESAMPLES = 10_000;
  private static final double Z95 = 1.959963984540054;

  /** Checks that the numbers are finite and in order. */
  public Interval {
    if (!(low <= value && value <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an interval needs finite low ≤ value ≤ high, not %s ≤ %s ≤ %s",
              low,
              value,
              high));
    }
    if (n < 0) {
      throw new IllegalArgumentException("n counts items, so it cannot be " + n);
    }
  }

  /** A number without uncertainty, such as a chance level. */
  public static Interval exactly(double value) {
    return new Interval(value, value, value, 0);
  }

  /**
   * A success rate with Wilson's score interval, which stays inside [0, 1] and keeps its width at 0
   * and n successes:
   *
   * <pre> (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)      p = successes / n, z = 1.96 </pre>
   */
  public static Interval ofRate(int successes, int n) {
    if (n < 1 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a rate needs 0 ≤ successes ≤ n and n ≥ 1, not %d of %d", successes, n));
    }
    double p = (double) successes / n;
    double z2 = Z95 * Z95 / n;
    double middle = (p + z2 / 2) / (1 + z2);
    double half = Math.sqrt(z2 * (p * (1 - p) + z2 / 4)) / (1 + z2);
    // Rounding must not push an end past a rate of exactly 0 or 1.
    return new Interval(
        p, Math.min(p, Math.max(0, middle - half)), Math.max(p, Math.min(1, middle + half)), n);
  }

  /**
   * A mean with its percentile bootstrap interval: N of the N items are drawn with replacement
   * 10,000 times, and the 2.5 % and 97.5 % quantiles of the means are taken.
   *
   * <p>If all values are equal the interval has no width; use {@link #ofRate} for binary outcomes.
   *
   * @param values N numbers, one per independent item (an episode)
   * @param seed of the draws
   */
  public static Interval ofMean(double[] values, long seed) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a mean needs at least one value; there is none");
    }
    Finite.check("value", values);
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[r] = sum / values.length;
    }
    return ofResamples(Arrays.stream(values).average().getAsDouble(), means, values.length);
  }

  /**
   * A mean with its percentile bootstrap interval for items that are correlated within clusters:
   * whole clusters are drawn with replacement, 10,000 times. Correlated items, such as those of one
   * instruction, carry less information than independent ones, and {@link #ofMean} would be too
   * narrow.
   *
   * <p>A handful of clusters gives a rough interval, and one cluster gives none: its width is 0.
   *
   * @param values N numbers, one per item
   * @param clusters N numbers, equal for items of one cluster
   * @param seed of the draws
   */
  public static Interval ofClusters(double[] values, int[] clusters, long seed) {
    if (values.length == 0 || clusters.length != values.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a mean over clusters needs at least one value and a cluster for each; there are %d and %d",
              values.length,
              clusters.length));
    }
    Finite.check("value", values);
    Map<Integer, double[]> sums = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      double[] sum = sums.computeIfAbsent(clusters[i], cluster -> new double[2]);
      sum[0] += values[i];
      sum[1]++;
    }
    double[][] all = sums.values().toArray(double[][]::new);
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double sum = 0;
      double count = 0;
      for (int c = 0; c < all.length; c++) {
        double[] drawn = all[random.nextInt(all.length)];
        sum += drawn[0];
        count += drawn[1];
      }
      means[r] = sum / count;
    }
    return ofResamples(Arrays.stream(values).average().getAsDouble(), means, values.length);
  }

  /** A number with the 2.5 % and 97.5 % quantiles of its values in resamples of its n items. */
  public static Interval ofResamples(double value, double[] resamples, int n) {
    if (resamples.length == 0) {
      throw new IllegalArgumentException("an interval of resamples needs at least one resample");
    }
    Finite.check("resample", resamples);
    double[] sorted = resamples.clone();
    Arrays.sort(sorted);
    return new Interval(
        value,
        Math.min(value, quantile(sorted, 0.025)),
        Math.max(value, quantile(sorted, 0.975)),
        n);
  }

  /** The q-quantile of sorted numbers, with linear interpolation. */
  public static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
