package mirrorlab.understanding;

import java.util.List;
import mirrorlab.episode.Image;

/** Copies frames into U's input bytes. */
final class Clip {
  private Clip() {}

  /**
   * Writes T frames, shifted, into a batch; pixels shifted in from outside repeat the border.
   *
   * @param into (…, T, H, W, 3)
   * @param at offset of the clip
   * @param down shift down in pixels
   * @param right shift to the right in pixels
   */
  static void write(List<Image> frames, byte[] into, int at, int down, int right) {
    int to = at;
    for (Image frame : frames) {
      int row = 3 * frame.width();
      for (int i = 0; i < frame.height(); i++) {
        int from = Math.max(0, Math.min(frame.height() - 1, i - down)) * row;
        shift(frame.rgb(), from, into, to, row, 3 * right);
        to += row;
      }
    }
  }

  private static void shift(byte[] rgb, int from, byte[] into, int to, int length, int by) {
    System.arraycopy(
        rgb, from + Math.max(0, -by), into, to + Math.max(0, by), length - Math.abs(by));
    for (int k = 0; k < by; k++) {
      into[to + k] = rgb[from + k % 3];
    }
    for (int k = length + by; k < length; k++) {
      into[to + k] = rgb[from + length - 3 + k % 3];
    }
  }

  /** Checks that a clip has the frames and pixels that an encoder of this size reads. */
  static void check(List<Image> frames, VideoTextSize size) {
    if (frames.size() != size.frames()) {
      throw new IllegalArgumentException(
          "a clip has " + frames.size() + " frames; this encoder reads " + size.frames());
    }
    for (Image frame : frames) {
      if (frame.width() != size.pixels() || frame.height() != size.pixels()) {
        throw new IllegalArgumentException(
            "a frame has "
                + frame.width()
                + "×"
                + frame.height()
                + " pixels; this encoder reads "
                + size.pixels()
                + "×"
                + size.pixels());
      }
    }
  }
}
