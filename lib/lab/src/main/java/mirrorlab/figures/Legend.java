package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
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
    DASHES
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
    g.setColor(entry.color);
    switch (entry.mark) {
      case BOX -> g.fill(new Rectangle2D.Double(x + 3, middle - 8, 16, 16));
      case LINE -> {
        g.setStroke(new BasicStroke(3));
        g.draw(new Line2D.Double(x, middle, x + SWATCH, middle));
      }
      case DASHES -> {
        g.setStroke(DASHED);
        g.draw(new Line2D.Double(x, middle, x + SWATCH, middle));
      }
    }
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, entry.name, ChartTheme.TEXT, x + SWATCH + 8, middle + 6);
  }
}
