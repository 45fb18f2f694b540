package mirrorlab.notebook;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The text of an array: its type and shape, and the first values, a matrix row by row. */
final class ArrayText {
  private static final int MOST = 8; // values, or rows and columns

  private ArrayText() {}

  /** Such as {@code double[2][3]}, with a line per row, for any array of Java. */
  static String of(Object array) {
    int n = Array.getLength(array);
    Class<?> type = array.getClass().getComponentType();
    if (!type.isArray()) {
      return line(type.getSimpleName() + "[" + n + "]", first(n, i -> text(Array.get(array, i))));
    }
    int[] widths = IntStream.range(0, n).map(i -> length(Array.get(array, i))).distinct().toArray();
    return lines(
        type.getComponentType().getSimpleName()
            + "["
            + n
            + "]["
            + (widths.length == 1 ? widths[0] : "")
            + "]",
        n,
        i -> row(Array.get(array, i)));
  }

  static String of(NDArray array) {
    String kind =
        "NDArray " + array.getShape() + " " + array.getDataType() + " on " + array.getDevice();
    long[] shape = array.getShape().getShape();
    double[] values = first(array);
    int columns = shape.length == 2 ? (int) Math.min(MOST, shape[1]) : 0;
    return of(kind, shape, array.size(), (row, column) -> values[row * columns + column]);
  }

  /** The first rows and columns of a matrix, or the first values of another array. */
  private static double[] first(NDArray array) {
    String range = "0:" + MOST;
    if (array.getShape().dimension() == 2) {
      try (NDArray head = array.get(range + "," + range)) {
        return doubles(head);
      }
    }
    try (NDArray flat = array.flatten();
        NDArray head = flat.get(range)) {
      return doubles(head);
    }
  }

  private static double[] doubles(NDArray array) {
    try (NDArray exact = array.toType(DataType.FLOAT64, true)) {
      return exact.toDoubleArray();
    }
  }

  static String of(INDArray array) {
    String kind = "INDArray " + Arrays.toString(array.shape()) + " " + array.dataType();
    return of(
        kind,
        array.shape(),
        array.length(),
        (row, column) ->
            array.rank() == 2 ? array.getDouble(row, column) : array.getDouble(column));
  }

  private interface Values {
    double at(int row, int column);
  }

  private static String of(String kind, long[] shape, long size, Values values) {
    return shape.length == 2
        ? lines(kind, shape[0], row -> first(shape[1], column -> number(values.at(row, column))))
        : line(kind, first(size, i -> number(values.at(0, i))));
  }

  private static List<String> first(long size, IntFunction<String> element) {
    List<String> first =
        IntStream.range(0, (int) Math.min(size, MOST))
            .mapToObj(element)
            .collect(Collectors.toCollection(ArrayList::new));
    if (size > MOST) {
      first.add("…");
    }
    return first;
  }

  private static int length(Object row) {
    return row == null ? 0 : Array.getLength(row);
  }

  private static List<String> row(Object array) {
    return array == null
        ? List.of("null")
        : first(Array.getLength(array), i -> text(Array.get(array, i)));
  }

  private static String text(Object value) {
    return value instanceof Double || value instanceof Float
        ? number(((Number) value).doubleValue())
        : String.valueOf(value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static String line(String kind, List<String> values) {
    return values.isEmpty() ? kind : kind + ": " + String.join(", ", values);
  }

  private static String lines(String kind, long size, IntFunction<List<String>> row) {
    List<List<String>> rows = IntStream.range(0, (int) Math.min(size, MOST)).mapToObj(row).toList();
    int width = rows.stream().flatMap(List::stream).mapToInt(String::length).max().orElse(0);
    String text =
        rows.stream()
            .map(
                values ->
                    values.stream()
                        .map(value -> " ".repeat(width - value.length()) + value)
                        .collect(Collectors.joining("  ", "\n  ", "")))
            .collect(Collectors.joining());
    return kind + text + (size > MOST ? "\n  …" : "");
  }
}
