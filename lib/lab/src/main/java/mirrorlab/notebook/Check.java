package mirrorlab.notebook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The check of an exercise: how far an answer is from the expected one, without a value of either.
 *
 * <pre>
 *   well done
 *   not yet: shape [2] where [3] is expected
 *   not yet: largest difference 0.12 at [1][0]
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
