package mirrorlab.evaluation;

import mirrorlab.metrics.Interval;

/**
 * One measured number of a {@link Result}.
 *
 * @param arm the measured arm: the result's own, or a reference such as {@code chance}, {@code
 *     shuffled pairs}, {@code expert}
 * @param name the measure, such as {@code success} or {@code recall@1}
 * @param by the part of the items, such as a task, or {@code all}
 * @param value the estimate; a rate is a fraction
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param n number of measured items; 0 if the value is known exactly
 */
public record Metric(
    String arm, String name, String by, double value, double low, double high, int n) {

  /** The value of {@code by} for all items together. */
  public static final String ALL = "all";

  /** Checks that nothing is missing and that the interval is valid. */
  public Metric {
    Result.require(arm, "arm");
    Result.require(name, "name");
    Result.require(by, "by");
    new Interval(value, low, high, n);
  }

  /** A metric from an estimate with its interval. */
  public static Metric of(String arm, String name, String by, Interval interval) {
    return new Metric(
        arm, name, by, interval.value(), interval.low(), interval.high(), interval.n());
  }

  /** The estimate with its interval. */
  public Interval interval() {
    return new Interval(value, low, high, n);
  }
}
