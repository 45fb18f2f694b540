package mirrorlab.notebook;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.episode.Image;
import mirrorlab.figures.Filmstrip;
import mirrorlab.figures.Gif;

/**
 * An endless animation, for the last expression of a cell.
 *
 * @param gif its bytes
 * @param width W pixels
 * @param height H pixels
 * @param frames T
 */
public record Animation(byte[] gif, int width, int height, int frames) {
  private static final int WIDEST = 1000;

  /**
   * Animates T pictures of one size; small ones are enlarged, each pixel to a square.
   *
   * @param perSecond frames per second, 1 to 50
   * @throws IllegalArgumentException if there is no frame, or their sizes differ
   */
  public static Animation of(List<Image> frames, int perSecond) {
    if (perSecond < 1 || perSecond > 50) {
      throw new IllegalArgumentException(
          "perSecond is " + perSecond + "; give 1 to 50, as browsers show no more");
    }
    List<BufferedImage> large = frames.stream().map(Renderings::enlarged).toList();
    byte[] gif = Gif.encode(large, 1000 / perSecond);
    return new Animation(gif, large.get(0).getWidth(), large.get(0).getHeight(), large.size());
  }

  /**
   * Animates several films side by side, each with a caption below, in as many rows as keep them
   * within 1,000 pixels; a shorter film stops on its last frame.
   *
   * @param films pictures of one size
   * @param captions one per film
   * @param perSecond frames per second, at most 50
   */
  public static Animation beside(List<List<Image>> films, List<String> captions, int perSecond) {
    int frames = films.stream().mapToInt(List::size).max().orElse(0);
    int width = films.stream().flatMap(List::stream).mapToInt(Image::width).findFirst().orElse(1);
    int most = Math.max(1, WIDEST / width);
    int down = Math.max(1, (films.size() + most - 1) / most);
    int across = (films.size() + down - 1) / down;
    List<BufferedImage> rows =
        IntStream.range(0, frames)
            .mapToObj(t -> films.stream().map(f -> f.get(Math.min(t, f.size() - 1))).toList())
            .map(pictures -> Filmstrip.of(pictures, captions, 1, across))
            .toList();
    byte[] gif = Gif.encode(rows, 1000 / perSecond);
    return new Animation(gif, rows.get(0).getWidth(), rows.get(0).getHeight(), frames);
  }

  Shown shown() {
    return Shown.picture(gif, width, height, "moving picture: " + frames + " frames");
  }
}
