package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** A legend, centred below a chart; XChart's own has uneven gaps and baselines. */
final class Legend {
  private static final int ROW = 28;
  private static final int SWATCH = 22;
  private static final int GAP = 26;

  static final BasicStroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 5}, 0);

  /** The mark of an entry. */
  enum Mark {
    BOX,
    LINE,
    DASHES,
    CROSS,
    RING
  }

  /** One name with its mark. */
  record Entry(String name, Color color, Mark mark) {
    double width() {
      return SWATCH + 8 + ChartTheme.width(name, ChartTheme.TEXT);
    }
  }

  private final List<List<Entry>> rows = new ArrayList<>();
  private final int width;

  /** Lays out the entries in as many rows as they need at the given width in points. */
  Legend(List<Entry> entries, int width) {
    this.width = width;
    double used = width;
    for (Entry entry : entries) {
      if (used + GAP + entry.width() > width - 2 * GAP) {
        rows.add(new ArrayList<>());
        used = 0;
      }
      rows.get(rows.size() - 1).add(entry);
      used += GAP + entry.width();
    }
  }

  /** Height of the legend in points. */
  int height() {
    return rows.size() * ROW + 16;
  }

  /** Draws it with its upper edge at {@code top}. */
  void paint(Graphics2D g, double top) {
    for (int r = 0; r < rows.size(); r++) {
      double wide = rows.get(r).stream().mapToDouble(e -> e.width() + GAP).sum() - GAP;
      double x = (width - wide) / 2;
      for (Entry entry : rows.get(r)) {
        paint(g, entry, x, top + r * ROW + ROW / 2.0);
        x += entry.width() + GAP;
      }
    }
  }

  private static void paint(Graphics2D g, Entry entry, double x, double middle) {
    mark(g, entry.mark, entry.color, x + SWATCH / 2.0, middle);
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, entry.name, ChartTheme.TEXT, x + SWATCH + 8, middle + 6);
  }

  /**
   * Draws a mark around a point; a cross, which leaves the point itself free, and a ring have white
   * edges.
   */
  static void mark(Graphics2D g, Mark mark, Color color, double x, double y) {
    g.setColor(color);
    switch (mark) {
      case BOX -> g.fill(new Rectangle2D.Double(x - 8, y - 8, 16, 16));
      case LINE -> {
        g.setStroke(new BasicStroke(3));
        g.draw(new Line2D.Double(x - SWATCH / 2.0, y, x + SWATCH / 2.0, y));
      }
      case DASHES -> {
        g.setStroke(DASHED);
        g.draw(new Line2D.Double(x - SWATCH / 2.0, y, x + SWATCH / 2.0, y));
      }
      case CROSS -> {
        Path2D arms = new Path2D.Double();
        for (int i = 0; i < 4; i++) {
          double right = i % 2 == 0 ? 1 : -1;
          double down = i < 2 ? 1 : -1;
          arms.append(
              new Line2D.Double(x + 4 * right, y + 4 * down, x + 8 * right, y + 8 * down), false);
        }
        edged(g, arms, color);
      }
      case RING -> edged(g, new Ellipse2D.Double(x - 13, y - 13, 26, 26), color);
    }
  }

  private static void edged(Graphics2D g, Shape shape, Color color) {
    g.setColor(Color.WHITE);
    g.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
    g.setColor(color);
    g.setStroke(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(shape);
  }
}
