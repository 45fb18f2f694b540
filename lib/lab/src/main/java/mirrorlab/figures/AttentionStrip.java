package mirrorlab.figures;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mirrorlab.episode.Image;

/** A video's frames in a row, dark where an encoder does not look. */
public final class AttentionStrip {
  private static final int SCALE = 2;
  private static final double DARKEST = 0.3;

  private AttentionStrip() {}

  /**
   * The T frames at twice their size. A patch is as bright as its weight is large, compared with
   * the largest one; below each frame stands its share of all patches' weights.
   *
   * @param video T frames of one size
   * @param weights T×g×g, as {@link mirrorlab.understanding.VideoTextEncoder#attention} gives them
   */
  public static BufferedImage of(List<Image> video, float[][][] weights) {
    if (video.size() != weights.length) {
      throw new IllegalArgumentException(
          "there are weights for " + weights.length + " frames and " + video.size() + " frames");
    }
    double most = 0;
    double sum = 0;
    for (float[][] frame : weights) {
      for (float[] row : frame) {
        for (float weight : row) {
          most = Math.max(most, weight);
          sum += weight;
        }
      }
    }
    List<Image> frames = new ArrayList<>();
    List<String> shares = new ArrayList<>();
    for (int t = 0; t < weights.length; t++) {
      frames.add(darkened(video.get(t), weights[t], most));
      shares.add(ChartTheme.percent(sum(weights[t]) / sum));
    }
    return Filmstrip.of(frames, shares, SCALE, frames.size());
  }

  private static double sum(float[][] rows) {
    return Arrays.stream(rows)
        .mapToDouble(
            row -> {
              double sum = 0;
              for (float weight : row) {
                sum += weight;
              }
              return sum;
            })
        .sum();
  }

  private static Image darkened(Image frame, float[][] weights, double most) {
    byte[] rgb = new byte[frame.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      int row = i / 3 / frame.width() * weights.length / frame.height();
      int column = i / 3 % frame.width() * weights.length / frame.width();
      double light = DARKEST + (1 - DARKEST) * weights[row][column] / most;
      rgb[i] = (byte) Math.round(light * (frame.rgb()[i] & 255));
    }
    return new Image(frame.width(), frame.height(), rgb);
  }
}
