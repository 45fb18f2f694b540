package mirrorlab.notebook;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * What a cell shows for one value: the same thing in several forms, of which a front end takes the
 * richest that it knows.
 *
 * @param forms by MIME type; bytes in Base64
 * @param sizes by MIME type, {@code width} and {@code height} in CSS pixels; empty: as it comes
 */
record Shown(Map<String, String> forms, Map<String, Map<String, Integer>> sizes) {
  static final String TEXT = "text/plain";
  static final String HTML = "text/html";
  static final String PNG = "image/png";

  static Shown text(String text) {
    return new Shown(Map.of(TEXT, text), Map.of());
  }

  static Shown html(String html, String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(HTML, html);
    forms.put(TEXT, text);
    return new Shown(forms, Map.of());
  }

  /** A picture at a size of its own: W×H points may carry 2W×2H pixels. */
  static Shown picture(BufferedImage image, int width, int height, String text) {
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return picture(png.toByteArray(), width, height, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a PNG or of a GIF. Both are called image/png: GitHub and nbconvert show no
   * image/gif, and every browser looks at the bytes and not at their label.
   */
  static Shown picture(byte[] bytes, int width, int height, String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(PNG, Base64.getEncoder().encodeToString(bytes));
    forms.put(TEXT, text);
    return new Shown(forms, Map.of(PNG, Map.of("width", width, "height", height)));
  }
}
