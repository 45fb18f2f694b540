package mirrorlab.bench;

import java.util.List;
import java.util.Locale;

/**
 * Numbers of several rounds.
 *
 * @param median half of them are below
 * @param low the lower quartile
 * @param high the upper quartile
 */
record Spread(double median, double low, double high) {
  /** Of at least one number; quantiles between two numbers are interpolated. */
  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", median, low, high);
  }
}
