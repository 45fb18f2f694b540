package mirrorlab.notebook;

import java.awt.image.BufferedImage;
import java.util.List;
import mirrorlab.figures.Gif;
import mirrorlab.world.Image;

/**
 * A moving picture that repeats for ever, as the last expression of a cell.
 *
 * @param gif its bytes
 * @param width W pixels
 * @param height H pixels
 * @param frames T
 */
public record Animation(byte[] gif, int width, int height, int frames) {

  /**
   * Moves T pictures of one size; small ones are enlarged, each pixel to a square.
   *
   * @param perSecond frames a second, 1 to 50
   * @throws IllegalArgumentException if there is no frame, or their sizes differ
   */
  public static Animation of(List<Image> frames, int perSecond) {
    if (perSecond < 1 || perSecond > 50) {
      throw new IllegalArgumentException(
          "perSecond is " + perSecond + "; give 1 to 50, as browsers show no more");
    }
    List<BufferedImage> large =
        frames.stream().map(Image::toBufferedImage).map(Renderings::enlarged).toList();
    byte[] gif = Gif.encode(large, 1000 / perSecond);
    return new Animation(gif, large.get(0).getWidth(), large.get(0).getHeight(), large.size());
  }

  Shown shown() {
    return Shown.picture(gif, width, height, "moving picture: " + frames + " frames");
  }
}
