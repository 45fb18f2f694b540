package mirrorlab.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import mirrorlab.episode.Image;

/**
 * A picture as a PNG, a fifth of the size; in foreign sets it may be a JPEG.
 *
 * @param png its bytes; must not be modified
 */
record PackedImage(byte[] png) {

  static PackedImage of(Image image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image.toBufferedImage(), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return new PackedImage(out.toByteArray());
  }

  /** W, without unpacking it. */
  int width() {
    return Png.header(png).map(Png.Header::width).orElse(0);
  }

  /** H, without unpacking it. */
  int height() {
    return Png.header(png).map(Png.Header::height).orElse(0);
  }

  /**
   * The pixels.
   *
   * @throws UncheckedIOException if the bytes are not a picture
   */
  Image unpack() {
    return unpack("");
  }

  /**
   * The pixels: grey is copied to all channels, transparency is dropped.
   *
   * @param where the picture's location, for a message; empty if unknown
   * @throws UncheckedIOException if the bytes are not a picture
   */
  Image unpack(String where) {
    try {
      Optional<Image> common = Png.read(png);
      return common.isPresent() ? common.get() : OtherPicture.read(png);
    } catch (IOException e) {
      String message = where.isEmpty() ? e.getMessage() : where + ": " + e.getMessage();
      throw new UncheckedIOException(message, new IOException(message, e));
    }
  }
}
