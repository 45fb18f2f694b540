package mirrorlab.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mirrorlab.episode.Image;

/** Small pictures in a row, enlarged with sharp pixel edges, each with a caption below. */
public final class Filmstrip {
  private static final int GAP = 8;
  private static final int LINE = 18;

  private Filmstrip() {}

  /** A picture of H×W pixels → one of sH×sW, each pixel an s×s square. */
  public static BufferedImage enlarge(Image image, int scale) {
    if (scale < 1) {
      throw new IllegalArgumentException("scale is " + scale + "; give at least 1");
    }
    BufferedImage large =
        new BufferedImage(
            scale * image.width(), scale * image.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = large.createGraphics();
    g.drawImage(image.toBufferedImage(), 0, 0, large.getWidth(), large.getHeight(), null);
    g.dispose();
    return large;
  }

  /**
   * Pictures side by side, in as many rows as they need.
   *
   * @param images at least one; all of the first one's size
   * @param captions one per picture, or none; long ones are wrapped between words
   * @param scale scale factor along each side
   * @param columns maximum number of pictures per row
   */
  public static BufferedImage of(
      List<Image> images, List<String> captions, int scale, int columns) {
    check(images, captions, columns);
    return of(images.stream().map(image -> enlarge(image, scale)).toList(), captions, columns);
  }

  /** As {@link #of(List, List, int, int)}, for pictures of one size that are large enough. */
  static BufferedImage of(List<BufferedImage> images, List<String> captions, int columns) {
    int across = Math.min(columns, images.size());
    int down = (images.size() + across - 1) / across;
    int width = images.get(0).getWidth();
    int height = images.get(0).getHeight();
    List<List<String>> lines = captions.stream().map(text -> wrap(text, width)).toList();
    int below = LINE * lines.stream().mapToInt(List::size).max().orElse(0) + GAP;

    BufferedImage strip =
        new BufferedImage(
            across * (width + GAP) + GAP,
            down * (height + below) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D g = strip.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, strip.getWidth(), strip.getHeight());
    g.setColor(ChartTheme.INK);
    for (int i = 0; i < images.size(); i++) {
      int x = GAP + i % across * (width + GAP);
      int y = GAP + i / across * (height + below);
      g.drawImage(images.get(i), x, y, null);
      for (int l = 0; !lines.isEmpty() && l < lines.get(i).size(); l++) {
        ChartTheme.text(
            g, lines.get(i).get(l), ChartTheme.SMALL, x, y + height + (l + 1) * LINE - 2);
      }
    }
    g.dispose();
    return strip;
  }

  /** Breaks a text between words so that each line fits; a longer word stays whole. */
  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && ChartTheme.width(longer, ChartTheme.SMALL) > width) {
        lines.add(line);
        longer = word;
      }
      line = longer;
    }
    if (!line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  private static void check(List<Image> images, List<String> captions, int columns) {
    if (images.isEmpty() || columns < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a filmstrip needs a picture and a column; it got %d and %d",
              images.size(),
              columns));
    }
    if (!captions.isEmpty() && captions.size() != images.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %d captions for %d pictures; give one each, or none",
              captions.size(),
              images.size()));
    }
    Image first = images.get(0);
    for (Image image : images) {
      if (image.width() != first.width() || image.height() != first.height()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a picture is %d×%d and the first one %d×%d; a filmstrip needs one size",
                image.width(),
                image.height(),
                first.width(),
                first.height()));
      }
    }
  }
}
