package mirrorlab.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;
import mirrorlab.world.Image;

/**
 * A picture as a PNG, a fifth of the size.
 *
 * @param png its bytes; not to be changed
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
    return header(16);
  }

  /** H, without unpacking it. */
  int height() {
    return header(20);
  }

  private int header(int at) {
    return png.length < at + Integer.BYTES ? 0 : ByteBuffer.wrap(png).getInt(at);
  }

  /**
   * The pixels.
   *
   * @throws UncheckedIOException if the bytes are no picture
   */
  Image unpack() {
    try {
      Optional<Image> common = Png.read(png);
      return common.isPresent() ? common.get() : unpackOther();
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private Image unpackOther() throws IOException {
    BufferedImage picture;
    try {
      picture = ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException | RuntimeException e) { // ImageIO throws both
      throw new IOException("a picture is damaged: " + e.getMessage(), e);
    }
    if (picture == null) {
      throw new IOException("a picture is damaged: it is no PNG");
    }
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new Image(width, height, rgb);
  }
}
