package mirrorlab.episode;

import java.awt.image.BufferedImage;

/**
 * A colour image.
 *
 * @param width W pixels
 * @param height H pixels
 * @param rgb H×W×3 bytes by rows from the top left; must not be modified
 */
public record Image(int width, int height, byte[] rgb) {

  /** Checks that there are three bytes per pixel. */
  public Image {
    if (rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          "a "
              + width
              + "×"
              + height
              + " picture needs "
              + 3 * width * height
              + " bytes, not "
              + rgb.length);
    }
  }

  /** The same image for Java2D and ImageIO. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
    }
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }
}
