package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/**
 * Ratios on a logarithmic axis, a row each: a dot at the median, a line over the quartiles, an open
 * ring at the goal, and an ink line at 1.
 */
public final class RatioChart extends Chart<XYStyler, XYSeries> {
  private static final int ROW = 34;
  private static final int TOP = 64;
  private static final int PLOT = 520;
  private static final int VALUE = 80;
  private static final int AXIS = 70;
  private static final double DOT = 11;
  private static final double[] TICKS = {
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000
  };

  /**
   * One row.
   *
   * @param label in front of it
   * @param median of the ratios
   * @param low their lower quartile
   * @param high their upper quartile
   * @param goal to reach
   */
  public record Row(String label, double median, double low, double high, double goal) {}

  private final String axis;
  private final List<Row> rows;
  private final double low;
  private final double high;
  private final int left;

  /** A chart of at least one row. */
  public RatioChart(String title, String axis, List<Row> rows) {
    super(0, 0, new XYStyler());
    getStyler().setTheme(new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    setTitle(title);
    this.axis = axis;
    this.rows = List.copyOf(rows);
    double least = 0.5;
    double most = 2;
    double widest = 0;
    for (Row row : rows) {
      least = Math.min(least, Math.min(row.low, row.goal));
      most = Math.max(most, Math.max(row.high, row.goal));
      widest = Math.max(widest, ChartTheme.width(row.label, ChartTheme.TEXT));
    }
    low = least / 1.1;
    high = most * 1.1;
    left = 28 + (int) Math.ceil(widest);
    setWidth(left + PLOT + VALUE);
    setHeight(TOP + ROW * rows.size() + AXIS);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, getTitle(), ChartTheme.TEXT.deriveFont(Font.BOLD, 18f), 16, 34);
    ticks(g);
    for (int i = 0; i < rows.size(); i++) {
      row(g, rows.get(i), TOP + ROW * (i + 0.5));
    }
  }

  private void ticks(Graphics2D g) {
    double bottom = TOP + ROW * rows.size();
    double last = Double.NEGATIVE_INFINITY;
    for (double tick : TICKS) {
      if (tick < low || tick > high) {
        continue;
      }
      g.setStroke(new BasicStroke(tick == 1 ? 1.6f : 1));
      g.setColor(tick == 1 ? ChartTheme.INK : ChartTheme.FAINT);
      g.draw(new Line2D.Double(x(tick), TOP, x(tick), bottom));
      g.setColor(ChartTheme.INK);
      String text = tick < 1 ? String.valueOf(tick) : String.valueOf((int) tick);
      double half = ChartTheme.width(text, ChartTheme.SMALL) / 2;
      if (x(tick) - half > last + 4) {
        ChartTheme.text(g, text, ChartTheme.SMALL, x(tick) - half, bottom + 20);
        last = x(tick) + half;
      }
    }
    double middle = left + PLOT / 2.0 - ChartTheme.width(axis, ChartTheme.TEXT) / 2;
    ChartTheme.text(g, axis, ChartTheme.TEXT, middle, bottom + 48);
  }

  private void row(Graphics2D g, Row row, double y) {
    g.setColor(ChartTheme.INK);
    double width = ChartTheme.width(row.label, ChartTheme.TEXT);
    ChartTheme.text(g, row.label, ChartTheme.TEXT, left - 14 - width, y + 5);
    g.setColor(ChartTheme.GREYS[0]);
    g.setStroke(new BasicStroke(2));
    g.draw(new Ellipse2D.Double(x(row.goal) - DOT / 2, y - DOT / 2, DOT, DOT));
    g.setColor(row.median >= row.goal ? ChartTheme.COLORS[0] : ChartTheme.COLORS[1]);
    g.setStroke(new BasicStroke(3));
    g.draw(new Line2D.Double(x(row.low), y, x(row.high), y));
    g.fill(new Ellipse2D.Double(x(row.median) - DOT / 2, y - DOT / 2, DOT, DOT));
    String value = String.format(Locale.ROOT, row.median < 10 ? "%.2f×" : "%.0f×", row.median);
    ChartTheme.text(g, value, ChartTheme.SMALL, left + PLOT + 14, y + 5);
  }

  private double x(double value) {
    return left + PLOT * Math.log(value / low) / Math.log(high / low);
  }
}
