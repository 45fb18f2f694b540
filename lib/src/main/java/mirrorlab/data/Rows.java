package mirrorlab.data;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Values as Parquet keeps them in a row by column name. */
final class Rows {
  private Rows() {}

  static Map<String, Object> image(PackedImage image) {
    return Map.of("bytes", Binary.fromConstantByteArray(image.png()));
  }

  static PackedImage image(Map<String, Object> row, String column) {
    Map<?, ?> picture = (Map<?, ?>) row.get(column);
    return new PackedImage(((Binary) picture.get("bytes")).getBytes());
  }

  /** Numbers by rows as a list of rows. */
  static List<List<Integer>> matrix(char[] numbers, int width) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += width) {
      rows.add(CharBuffer.wrap(numbers, i, width).chars().boxed().toList());
    }
    return rows;
  }

  static char[] matrix(Map<String, Object> row, String column) {
    List<?> lines = (List<?>) row.get(column);
    int width = ((List<?>) lines.get(0)).size();
    char[] numbers = new char[lines.size() * width];
    int i = 0;
    for (Object line : lines) {
      for (Object number : (List<?>) line) {
        numbers[i++] = (char) ((Number) number).intValue();
      }
    }
    return numbers;
  }

  static double[] doubles(Map<String, Object> row, String column) {
    return ((List<?>) row.get(column))
        .stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
  }

  static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }
}
