package mirrorlab.atlas;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Image;

/**
 * One film per episode of an atlas.
 *
 * @param of {@link #DEMONSTRATION}, or the arm whose E acts in them
 * @param videos N lists of frames; an empty one where there is no film
 */
public record Films(String of, List<List<Image>> videos) {
  /** The name of the films that U watches. */
  public static final String DEMONSTRATION = "demonstration";

  /** Episodes per sheet. */
  static final int ROWS = 64;

  /** From the largest to the smallest. Sides are whole blocks of JPEG, so no film bleeds. */
  private static final List<Format> FORMATS =
      List.of(
          new Format(64, 8, 0.8f),
          new Format(64, 8, 0.6f),
          new Format(48, 8, 0.6f),
          new Format(48, 8, 0.4f),
          new Format(48, 6, 0.4f),
          new Format(32, 8, 0.5f),
          new Format(32, 8, 0.3f),
          new Format(32, 4, 0.3f),
          new Format(16, 4, 0.3f));

  /** Makes the list immutable. */
  public Films {
    videos = List.copyOf(videos);
  }

  /**
   * The form of a film on its sheet.
   *
   * @param side width and height of a frame in pixels
   * @param frames frames of a film
   * @param quality of JPEG, 0 to 1
   */
  record Format(int side, int frames, float quality) {}

  /**
   * All films in one form.
   *
   * @param sheets for each {@link Films}, a JPEG per {@link #ROWS} episodes: a row per episode, a
   *     column per frame
   */
  record Sheets(Format format, List<List<byte[]>> sheets) {
    long bytes() {
      return sheets.stream().flatMap(List::stream).mapToLong(jpeg -> jpeg.length).sum();
    }
  }

  /** The sheets in the largest form that fits, or else in the smallest. */
  static Sheets sheets(List<Films> all, long mostBytes) throws InterruptedException {
    for (Format format : FORMATS) {
      Sheets sheets = sheets(all, format);
      if (sheets.bytes() <= mostBytes) {
        return sheets;
      }
    }
    return sheets(all, FORMATS.get(FORMATS.size() - 1));
  }

  private static Sheets sheets(List<Films> all, Format format) throws InterruptedException {
    return new Sheets(format, AllCores.map(all, films -> films.sheets(format), done -> {}));
  }

  private List<byte[]> sheets(Format format) throws IOException {
    List<byte[]> sheets = new ArrayList<>();
    for (int from = 0; from < videos.size(); from += ROWS) {
      sheets.add(jpeg(sheet(from, format), format.quality));
    }
    return sheets;
  }

  private BufferedImage sheet(int from, Format format) {
    int rows = Math.min(ROWS, videos.size() - from);
    BufferedImage sheet =
        new BufferedImage(
            format.frames * format.side, rows * format.side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int row = 0; row < rows; row++) {
      List<Image> video = videos.get(from + row);
      for (int i : video.isEmpty() ? new int[0] : IntStream.range(0, format.frames).toArray()) {
        Image frame = video.get(frame(i, format.frames, video.size()));
        int x = i * format.side;
        int y = row * format.side;
        g.drawImage(frame.toBufferedImage(), x, y, format.side, format.side, null);
      }
    }
    g.dispose();
    return sheet;
  }

  /** The index of the i-th of {@code shown} frames, evenly spaced from the first to the last. */
  private static int frame(int i, int shown, int all) {
    return (int) Math.round(i * (all - 1.0) / (shown - 1));
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
