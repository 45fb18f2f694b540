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
 * The display of one value in a cell, in several formats; a front end uses the richest that it
 * supports.
 *
 * @param forms contents by MIME type; bytes in Base64
 * @param sizes {@code width} and {@code height} in CSS pixels, by MIME type; empty for the natural
 *     size
 */
record Shown(Map<String, String> forms, Map<String, Map<String, Integer>> sizes) {
  static final String TEXT = "text/plain";
  static final String HTML = "text/html";
  static final String PNG = "image/png";
  static final String SVG = "image/svg+xml";

  static Shown text(String text) {
    return new Shown(Map.of(TEXT, text), Map.of());
  }

  static Shown html(String html, String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(HTML, html);
    forms.put(TEXT, text);
    return new Shown(forms, Map.of());
  }

  static Shown svg(String svg, String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(SVG, svg);
    forms.put(TEXT, text);
    return new Shown(forms, Map.of());
  }

  /** A picture with an explicit size: W×H points may hold 2W×2H pixels. */
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
   * The bytes of a PNG or of a GIF. Both are labelled image/png: GitHub and nbconvert do not show
   * image/gif, and every browser goes by the bytes, not the label.
   */
  static Shown picture(byte[] bytes, int width, int height, String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(PNG, Base64.getEncoder().encodeToString(bytes));
    forms.put(TEXT, text);
    return new Shown(forms, Map.of(PNG, Map.of("width", width, "height", height)));
  }
}
