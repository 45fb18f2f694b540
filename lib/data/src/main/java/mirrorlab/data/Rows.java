package mirrorlab.data;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Conversions of values to the form in which a row stores them. */
final class Rows {
  private Rows() {}

  static Map<String, Object> image(PackedImage image) {
    return Map.of("bytes", Binary.fromConstantByteArray(image.png()));
  }

  /** The name of a picture's bytes in {@link Columns}. */
  static String bytes(String image) {
    return image + ".bytes";
  }

  /** Numbers by rows as a list of rows. */
  static List<List<Integer>> matrix(char[] numbers, int width) {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < numbers.length; i += width) {
      rows.add(CharBuffer.wrap(numbers, i, width).chars().boxed().toList());
    }
    return rows;
  }
}
