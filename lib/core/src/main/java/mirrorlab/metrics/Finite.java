package mirrorlab.metrics;

import java.util.Locale;

/** Refuses NaN and infinite numbers before anything is computed with them. */
final class Finite {
  private Finite() {}

  /** Checks a list; the message names the first bad item by its index. */
  static void check(String name, double... values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "%s %d is %s; all have to be finite", name, i, values[i]));
      }
    }
  }

  /**
   * Checks a matrix; the message names the first bad number by its row and column.
   *
   * @throws IllegalArgumentException also if it has no numbers, or rows of unequal width
   */
  static void check(String name, double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      checkWidth(name, i, rows[i].length, rows[0].length);
      for (int j = 0; j < rows[i].length; j++) {
        if (!Double.isFinite(rows[i][j])) {
          throw bad(name, i, j, rows[i][j]);
        }
      }
    }
    checkCount(name, rows.length);
  }

  /** Checks a matrix of floats; −∞ is allowed if it marks an item that is left out. */
  static void check(String name, float[][] rows, boolean leavesOut) {
    for (int i = 0; i < rows.length; i++) {
      checkWidth(name, i, rows[i].length, rows[0].length);
      for (int j = 0; j < rows[i].length; j++) {
        boolean leftOut = leavesOut && rows[i][j] == Float.NEGATIVE_INFINITY;
        if (!Float.isFinite(rows[i][j]) && !leftOut) {
          throw bad(name, i, j, rows[i][j]);
        }
      }
    }
    checkCount(name, rows.length);
  }

  private static void checkCount(String name, int rows) {
    if (rows == 0) {
      throw new IllegalArgumentException("there are no rows in " + name + "; give at least one");
    }
  }

  private static void checkWidth(String name, int row, int width, int wanted) {
    if (width == 0 || width != wanted) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "row %d of %s has %d columns and row 0 has %d; all need the same number, at least 1",
              row,
              name,
              width,
              wanted));
    }
  }

  private static IllegalArgumentException bad(String name, int row, int column, double value) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "row %d, column %d of %s is %s; look for NaN or overflow in whatever computed it",
            row,
            column,
            name,
            value));
  }
}
