package mirrorlab.physics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Offsets, sizes and constants of MuJoCo's headers, as written by {@code src/main/c/layout.c}. */
final class Layout {
  private Layout() {}

  private static final Properties TABLE = new Properties();

  static {
    try (InputStream in = Layout.class.getResourceAsStream("layout.properties")) {
      TABLE.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The number of a row, such as {@code model.nq}. */
  static int of(String row) {
    String value = TABLE.getProperty(row);
    if (value == null) {
      throw new IllegalArgumentException(
          "layout.properties has no row " + row + "; add it to layout.c and write it again");
    }
    return Integer.parseInt(value);
  }
}
