package mirrorlab.data;

import mirrorlab.episode.Image;

/** Scales pictures. */
final class Scaled {
  private Scaled() {}

  /**
   * The picture as W×H pixels, each the mean of the area that it covers; the same object if the
   * size is unchanged.
   */
  static Image to(int width, int height, Image image) {
    if (image.width() == width && image.height() == height) {
      return image;
    }
    double[] rows = alongY(height, image);
    byte[] rgb = new byte[3 * width * height];
    double step = (double) image.width() / width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int start = 3 * image.width() * y + channel;
          double mean = mean(rows, start, 3, x * step, (x + 1) * step);
          rgb[3 * (width * y + x) + channel] = (byte) Math.round(mean);
        }
      }
    }
    return new Image(width, height, rgb);
  }

  private static double[] alongY(int height, Image image) {
    int stride = 3 * image.width();
    double[] all = new double[image.rgb().length];
    for (int i = 0; i < all.length; i++) {
      all[i] = image.rgb()[i] & 255;
    }
    double[] rows = new double[stride * height];
    double step = (double) image.height() / height;
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < stride; i++) {
        rows[stride * y + i] = mean(all, i, stride, y * step, (y + 1) * step);
      }
    }
    return rows;
  }

  /** The mean of a row or a column from one place to another, in pixels. */
  private static double mean(double[] values, int start, int stride, double from, double to) {
    double sum = 0;
    for (int i = (int) from; i < to - 1e-9; i++) {
      double share = Math.min(i + 1, to) - Math.max(i, from);
      sum += share * values[start + stride * i];
    }
    return sum / (to - from);
  }
}
