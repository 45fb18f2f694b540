package mirrorlab.bench;

import java.util.List;
import java.util.Locale;
import mirrorlab.metrics.Interval;

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
    return new Spread(
        Interval.quantile(sorted, 0.5),
        Interval.quantile(sorted, 0.25),
        Interval.quantile(sorted, 0.75));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", median, low, high);
  }
}
