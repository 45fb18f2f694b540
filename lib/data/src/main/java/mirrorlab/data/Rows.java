package mirrorlab.data;

import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;

/** Values as they are written into a row by column name. */
final class Rows {
  private Rows() {}

  static Map<String, Object> image(PackedImage image) {
    return Map.of("bytes", Binary.fromConstantByteArray(image.png()));
  }

  /** The name that {@link Columns} has for the bytes of a picture. */
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
