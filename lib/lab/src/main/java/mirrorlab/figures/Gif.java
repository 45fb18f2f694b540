package mirrorlab.figures;

import com.madgag.gif.fmsware.AnimatedGifEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mirrorlab.files.AtomicFile;

/** Animations that repeat for ever: each frame T keeps its own palette of 256 colours. */
public final class Gif {
  private Gif() {}

  /**
   * The bytes of a GIF.
   *
   * @param frames T pictures of one size
   * @param delayMillis milliseconds per frame; GIF counts in hundredths of a second, and browsers
   *     slow down anything under 20
   * @throws IllegalArgumentException if there is no frame, their sizes differ, or the delay is
   *     under 20
   */
  public static byte[] encode(List<BufferedImage> frames, int delayMillis) {
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a GIF needs at least one frame; the list is empty");
    }
    if (delayMillis < 20) {
      throw new IllegalArgumentException(
          "delayMillis is " + delayMillis + "; give at least 20, as browsers show less as 100");
    }
    BufferedImage first = frames.get(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    AnimatedGifEncoder encoder = new AnimatedGifEncoder();
    encoder.start(bytes);
    encoder.setRepeat(0);
    encoder.setDelay(delayMillis);
    // Chooses the palette from every 4th pixel: with every 10th, small objects lose their colours;
    // with every pixel, it takes three times as long.
    encoder.setQuality(4);
    for (int t = 0; t < frames.size(); t++) {
      BufferedImage frame = frames.get(t);
      if (frame.getWidth() != first.getWidth() || frame.getHeight() != first.getHeight()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "frame %d is %d×%d and frame 0 is %d×%d; scale them alike first",
                t,
                frame.getWidth(),
                frame.getHeight(),
                first.getWidth(),
                first.getHeight()));
      }
      encoder.addFrame(frame);
    }
    encoder.finish();
    return bytes.toByteArray();
  }

  /** Writes {@link #encode} to a file, which appears whole or not at all. */
  public static void write(Path file, List<BufferedImage> frames, int delayMillis)
      throws IOException {
    byte[] bytes = encode(frames, delayMillis);
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
