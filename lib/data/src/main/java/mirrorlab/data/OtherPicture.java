package mirrorlab.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import mirrorlab.episode.Image;

/**
 * Pictures that {@link Png} does not read: grey, with transparency or a palette, 16-bit, JPEG. The
 * pixels equal those of Pillow's {@code convert("RGB")}, which LeRobot uses: raw samples, whatever
 * the colour space; no transparency; 16-bit grey clipped at 255, and the high byte of 16-bit
 * colours.
 */
final class OtherPicture {
  /** More than any camera has; protects against a damaged size that would exhaust memory. */
  static final long MOST_PIXELS = 1L << 26;

  /** Formats that Java cannot read, by the text at the fourth or eighth byte. */
  private static final Map<String, String> UNREAD = new LinkedHashMap<>();

  static {
    UNREAD.put("WEBP", "WebP");
    UNREAD.put("ftypavif", "AVIF");
    UNREAD.put("ftypheic", "HEIC");
    UNREAD.put("jP  ", "JPEG 2000");
    UNREAD.put("JXL ", "JPEG XL");
  }

  private OtherPicture() {}

  /**
   * The pixels.
   *
   * @throws IOException if it is damaged or of an unsupported format; the message says which
   */
  static Image read(byte[] bytes) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(unread(bytes));
      }
      return read(readers.next(), in);
    } catch (RuntimeException | OutOfMemoryError e) { // ImageIO throws either for damaged files
      throw new IOException("a picture is damaged: " + e, e);
    }
  }

  private static String unread(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
    return UNREAD.entrySet().stream()
        .filter(format -> start.contains(format.getKey()))
        .findFirst()
        .map(
            format ->
                "a picture is "
                    + format.getValue()
                    + ", which is not read; write the set's pictures as PNG")
        .orElse("a picture is damaged: it is neither PNG nor JPEG");
  }

  private static Image read(ImageReader reader, ImageInputStream in) throws IOException {
    BufferedImage picture;
    try {
      reader.setInput(in, true, true);
      if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
        throw new IOException(
            "it would have " + reader.getWidth(0) + "×" + reader.getHeight(0) + " pixels");
      }
      picture = reader.read(0);
    } catch (IOException e) {
      throw new IOException("a picture is damaged: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
    return picture.getColorModel() instanceof IndexColorModel
        ? palette(picture)
        : samples(picture.getRaster());
  }

  private static Image palette(BufferedImage picture) {
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

  private static Image samples(Raster raster) throws IOException {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int type = raster.getTransferType();
    if (type != DataBuffer.TYPE_BYTE
        && type != DataBuffer.TYPE_USHORT
        && type != DataBuffer.TYPE_INT) {
      throw new IOException(
          "a picture has numbers of 32 bits; write the set's pictures as 8-bit PNG");
    }
    boolean isWide = raster.getSampleModel().getSampleSize(0) > Byte.SIZE;
    boolean isGrey = raster.getNumBands() < 3;
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int value = raster.getSample(i / 3 % width, i / 3 / width, isGrey ? 0 : i % 3);
      if (isWide) {
        value = raster.getNumBands() == 1 ? Math.min(value, 255) : value >> Byte.SIZE;
      }
      rgb[i] = (byte) value;
    }
    return new Image(width, height, rgb);
  }
}
