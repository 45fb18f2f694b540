package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/**
 * The similarity of each video (row) and each execution (column), sorted by label, so that pairs
 * with equal labels form squares on the diagonal. XChart's own heat map has no groups.
 */
final class SimilarityChart extends Chart<XYStyler, XYSeries> {
  private static final int SIDE = 480;
  private static final int TOP = 56;
  private static final int BELOW = 44;
  private static final int SCALE = 90;
  private static final int LINE = 17;

  private final float[][] similarity;
  private final List<String> labels;
  private final int[] order;
  private final int left;
  private final float low;
  private final float high;

  SimilarityChart(String title, float[][] similarity, List<String> labels) {
    super(0, 0, new XYStyler());
    getStyler().setTheme(new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    this.similarity = similarity;
    this.labels = labels;
    setTitle(title);
    order =
        IntStream.range(0, labels.size())
            .boxed()
            .sorted((a, b) -> labels.get(a).compareTo(labels.get(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    double widest =
        labels.stream().mapToDouble(l -> ChartTheme.width(l, ChartTheme.SMALL)).max().orElse(0);
    left = 24 + (int) Math.ceil(widest) + LINE + 14;
    low = extreme(-1);
    high = extreme(1);
    setWidth(left + SIDE + SCALE);
    setHeight(TOP + SIDE + BELOW);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    paintBackground(g);
    g.setColor(ChartTheme.INK);
    Font bold = ChartTheme.TEXT.deriveFont(Font.BOLD, 18f);
    ChartTheme.text(
        g,
        getTitle(),
        bold,
        Math.max(12, (getWidth() - ChartTheme.width(getTitle(), bold)) / 2),
        34);
    cells(g);
    groups(g);
    scale(g);
    g.setColor(ChartTheme.INK);
    centred(g, "executions, in the same order", left + SIDE / 2.0, TOP + SIDE + 26);
    g.rotate(-Math.PI / 2);
    centred(g, "videos", -(TOP + SIDE / 2.0), 24);
    g.rotate(Math.PI / 2);
  }

  private void cells(Graphics2D g) {
    double cell = (double) SIDE / order.length;
    for (int i = 0; i < order.length; i++) {
      for (int j = 0; j < order.length; j++) {
        g.setColor(ColorScale.at((similarity[order[i]][order[j]] - low) / (high - low)));
        // Half a point over the edge, so that there is no seam between neighbours.
        g.fill(new Rectangle2D.Double(left + j * cell, TOP + i * cell, cell + 0.5, cell + 0.5));
      }
    }
  }

  /** Labels each run of equal labels and draws lines between runs. */
  private void groups(Graphics2D g) {
    double cell = (double) SIDE / order.length;
    double free = TOP;
    int start = 0;
    g.setStroke(new BasicStroke(1));
    for (int i = 1; i <= order.length; i++) {
      String label = labels.get(order[start]);
      if (i == order.length || !labels.get(order[i]).equals(label)) {
        double middle = TOP + cell * (start + i) / 2;
        g.setColor(ChartTheme.INK);
        if (middle - LINE / 2.0 >= free - 1) {
          double wide = ChartTheme.width(label, ChartTheme.SMALL);
          ChartTheme.text(g, label, ChartTheme.SMALL, left - 10 - wide, middle + 5);
          free = middle + LINE / 2.0;
        }
        if (i < order.length) {
          g.setColor(Color.WHITE);
          g.draw(new Line2D.Double(left, TOP + i * cell, left + SIDE, TOP + i * cell));
          g.draw(new Line2D.Double(left + i * cell, TOP, left + i * cell, TOP + SIDE));
        }
        start = i;
      }
    }
  }

  private void scale(Graphics2D g) {
    double x = left + SIDE + 20;
    for (int y = 0; y < SIDE; y++) {
      g.setColor(ColorScale.at(1 - y / (SIDE - 1f)));
      g.fill(new Rectangle2D.Double(x, TOP + y, 14, 1.5));
    }
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, number(high), ChartTheme.SMALL, x + 20, TOP + 11);
    ChartTheme.text(g, number(low), ChartTheme.SMALL, x + 20, TOP + SIDE);
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static void centred(Graphics2D g, String text, double x, double y) {
    ChartTheme.text(g, text, ChartTheme.SMALL, x - ChartTheme.width(text, ChartTheme.SMALL) / 2, y);
  }

  /** The largest (sign 1) or smallest (sign −1) value. */
  private float extreme(int sign) {
    float extreme = similarity[0][0];
    for (float[] row : similarity) {
      for (float value : row) {
        extreme = sign * value > sign * extreme ? value : extreme;
      }
    }
    return extreme;
  }
}
