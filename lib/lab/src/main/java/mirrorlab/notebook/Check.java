package mirrorlab.notebook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;

/**
 * The checks of a lesson: how far an answer to an exercise is from the expected one, without a
 * value of either, and whether a measured number is what the text says.
 *
 * <pre>
 *   well done
 *   not yet: shape [2] where [3] is expected
 *   not yet: largest difference 0.12 at [1][0]
 *
 *   spread: 1.62, as expected (1.50 to 1.70)
 *   U, top-1: 60.0 %, not as expected (75.8 to 98.3 %)
 * </pre>
 */
public final class Check {
  private static final double ROUNDING = 1e-6;

  private Check() {}

  /** Compares like {@link #close(Object, Object, double)}, up to rounding (10⁻⁶). */
  public static String close(Object expected, Object actual) {
    return close(expected, actual, ROUNDING);
  }

  /**
   * Compares an answer with the expected one.
   *
   * @param expected a number, or an array of numbers of any depth
   * @param actual the answer: of any numeric type, and perhaps of another shape or null
   * @param tolerance the largest difference that passes; for answers that use random numbers
   * @return {@code well done}, or {@code not yet} with the first shape that differs or with the
   *     largest difference
   * @throws IllegalArgumentException if one of the two holds something other than numbers
   */
  public static String close(Object expected, Object actual, double tolerance) {
    List<Element> elements = new ArrayList<>();
    String problem = compare(expected, actual, "", elements);
    if (problem.isEmpty()) {
      Element worst = new Element("", 0);
      for (Element element : elements) {
        worst = Double.compare(element.difference, worst.difference) > 0 ? element : worst;
      }
      problem = worst.difference <= tolerance ? "" : worst.toString();
    }
    return problem.isEmpty() ? "well done" : "not yet: " + problem;
  }

  /**
   * Compares a number of this run with the band that the text gives.
   *
   * @param what the number's name, with its unit if it has one
   * @param low lower end of the band, included
   * @param high upper end of the band, included
   * @return the number and the band, with {@code as expected} within the band and {@code not as
   *     expected} outside, or for a NaN
   */
  public static String expected(String what, double value, double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "the band of '%s' is %s to %s; low first", what, low, high));
    }
    double largest = Math.max(Math.abs(low), Math.abs(high));
    int digits = largest < 1 ? 3 : largest < 10 ? 2 : largest < 100 ? 1 : 0;
    String number = "%,." + digits + "f";
    return String.format(
        Locale.ROOT,
        "%s: " + number + ", %s (" + number + " to " + number + ")",
        what,
        value,
        verdict(low <= value && value <= high),
        low,
        high);
  }

  /**
   * Compares a rate of this run with the same rate in records, over all items. It is as expected if
   * it lies between the ends of the records' 95 % intervals, or if a record's rate lies in its own
   * interval: a run differs from the records in its items or in its training, or in both.
   *
   * @param arm the run's own arm, which is compared with each record's own, or a reference such as
   *     {@code first frame only}, which has the same name in both
   * @param name the measure, a rate
   * @param records as from {@link Lesson#records}
   * @return the rate and the band, in percent, with {@code as expected} or {@code not as expected}
   * @throws IllegalArgumentException if the run or a record does not hold the rate
   */
  public static String expected(Result run, String arm, String name, List<Result> records) {
    Interval measured = rate(run, arm, name);
    List<Interval> recorded =
        records.stream()
            .map(record -> rate(record, arm.equals(run.arm()) ? record.arm() : arm, name))
            .toList();
    double low = recorded.stream().mapToDouble(Interval::low).min().orElseThrow();
    double high = recorded.stream().mapToDouble(Interval::high).max().orElseThrow();
    boolean within = low <= measured.value() && measured.value() <= high;
    boolean around =
        recorded.stream()
            .anyMatch(r -> measured.low() <= r.value() && r.value() <= measured.high());
    return percent(arm, name, measured, within || around, 100 * low, 100 * high);
  }

  /**
   * Compares a rate, over all items, with the band that the text gives.
   *
   * @param low lower end of the band in percent, included
   * @param high upper end of the band in percent, included
   * @return the rate and the band, in percent, with {@code as expected} or {@code not as expected}
   * @throws IllegalArgumentException if the result does not hold the rate
   */
  public static String expected(Result result, String arm, String name, double low, double high) {
    Interval measured = rate(result, arm, name);
    double value = 100 * measured.value();
    return percent(arm, name, measured, low <= value && value <= high, low, high);
  }

  private static String percent(
      String arm, String name, Interval measured, boolean expected, double low, double high) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %.1f %%, %s (%.1f to %.1f %%)",
        arm,
        name,
        100 * measured.value(),
        verdict(expected),
        low,
        high);
  }

  private static Interval rate(Result result, String arm, String name) {
    return result
        .find(arm, name, Metric.ALL)
        .map(Metric::interval)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "the record %s, seed %d, %s has no '%s' of '%s'; see its metrics() and references()",
                        result.kind(),
                        result.seed(),
                        result.split(),
                        name,
                        arm)));
  }

  private static String verdict(boolean expected) {
    return expected ? "as expected" : "not as expected";
  }

  /**
   * Two numbers at one place.
   *
   * @param place such as {@code [1][0]}; empty for two numbers outside of an array
   * @param difference at least 0; NaN if one of the two is
   */
  private record Element(String place, double difference) {
    @Override
    public String toString() {
      String size = String.format(Locale.ROOT, "%.2g", difference);
      String what = Double.isNaN(difference) ? "NaN" : "largest difference " + size;
      return place.isEmpty() ? what : what + " at " + place;
    }
  }

  /** Collects the differences of all elements; returns the first difference in shape, or "". */
  private static String compare(
      Object expected, Object actual, String place, List<Element> elements) {
    if (!shape(expected).equals(shape(actual))) {
      String where = place.isEmpty() ? "" : " at " + place;
      return "shape " + shape(actual) + where + " where " + shape(expected) + " is expected";
    }
    if (!isArray(expected)) {
      double difference = expected.equals(actual) ? 0 : Math.abs(number(expected) - number(actual));
      elements.add(new Element(place, difference));
      return "";
    }
    for (int i = 0; i < Array.getLength(expected); i++) {
      String problem =
          compare(Array.get(expected, i), Array.get(actual, i), place + "[" + i + "]", elements);
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  private static boolean isArray(Object value) {
    return value != null && value.getClass().isArray();
  }

  /** The shape down the first elements: {@code [2][3]}, or {@code []} for one number. */
  private static String shape(Object value) {
    if (value == null) {
      return "null";
    }
    StringBuilder shape = new StringBuilder();
    Object inner = value;
    while (isArray(inner)) {
      int length = Array.getLength(inner);
      shape.append("[").append(length).append("]");
      inner = length == 0 ? null : Array.get(inner, 0);
    }
    return shape.length() == 0 ? "[]" : shape.toString();
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(
        "a check compares numbers and arrays of numbers, not " + value.getClass().getSimpleName());
  }
}
