package mirrorlab.physics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Offsets, sizes and constants of MuJoCo's headers, as written by {@code src/main/c/layout.c}. */
final class Layout {
  private Layout() {}

  private static final Map<String, Integer> TABLE = read();

  private static Map<String, Integer> read() {
    Properties rows = new Properties();
    try (InputStream in = Layout.class.getResourceAsStream("layout.properties")) {
      rows.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Integer> table = new HashMap<>();
    rows.forEach((row, number) -> table.put((String) row, Integer.valueOf((String) number)));
    return Map.copyOf(table);
  }

  /** The value of a row, such as {@code model.nq}. */
  static int of(String row) {
    Integer number = TABLE.get(row);
    if (number == null) {
      throw new IllegalArgumentException(
          "layout.properties has no row " + row + "; add it to layout.c and write it again");
    }
    return number;
  }
}
