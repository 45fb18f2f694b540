package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.metrics.Interval;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/**
 * A forest plot: numbers as dots with their 95 % intervals, one row each. Use it instead of bars
 * for a dozen controls with long names, or for differences that may be negative.
 */
final class ForestChart extends Chart<XYStyler, XYSeries> {
  private static final int ROW = 34;
  private static final int TOP = 64;
  private static final int PLOT = 520;
  private static final int VALUE = 60;
  private static final int AXIS = 62;
  private static final double DOT = 9;
  private static final double SPREAD = 10;

  /** The unit of the numbers. */
  enum Unit {
    /** Rates, written as percent. */
    RATE {
      @Override
      String text(double value) {
        return ChartTheme.percent(value);
      }

      @Override
      String tick(double value, double step) {
        return ChartTheme.percent(value);
      }
    },
    /** Differences of rates, written as points. */
    DIFFERENCE {
      @Override
      String text(double value) {
        return ChartTheme.points(value, 1);
      }

      @Override
      String tick(double value, double step) {
        int decimals = 0;
        for (double it = 100 * step; Math.abs(it - Math.rint(it)) > 1e-6; it *= 10) {
          decimals++;
        }
        return ChartTheme.points(value, decimals);
      }
    };

    abstract String text(double value);

    abstract String tick(double value, double step);
  }

  /**
   * One row.
   *
   * @param label label in front of the row
   * @param strong whether the row is a result; the others are references
   * @param values the numbers by series, for the series that have one
   */
  record Row(String label, boolean strong, Map<String, Interval> values) {}

  private final String axis;
  private final Unit unit;
  private final List<String> series;
  private final List<Row> rows;
  private final Legend legend;
  private final int left;
  private final double step;
  private final double low;
  private final double high;

  ForestChart(String title, String axis, Unit unit, List<String> series, List<Row> rows) {
    super(0, 0, new XYStyler());
    getStyler().setTheme(new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    setTitle(title);
    this.axis = axis;
    this.unit = unit;
    this.series = List.copyOf(series);
    this.rows = List.copyOf(rows);
    double widest = 0;
    double least = 0;
    double most = 0;
    for (Row row : rows) {
      widest = Math.max(widest, ChartTheme.width(row.label, font(row)));
      for (Interval value : row.values.values()) {
        least = Math.min(least, value.low());
        most = Math.max(most, value.high());
      }
    }
    step = step(least, most);
    low = step * Math.floor(least / step);
    high = step * Math.ceil(most / step);
    left = 28 + (int) Math.ceil(widest);
    setWidth(left + PLOT + 14 + VALUE * series.size());
    List<Legend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < series.size() && series.size() > 1; i++) {
      entries.add(new Legend.Entry(series.get(i), ChartTheme.COLORS[i], Legend.Mark.LINE));
    }
    legend = new Legend(entries, getWidth());
    setHeight(TOP + ROW * rows.size() + AXIS + (entries.isEmpty() ? 0 : legend.height()));
  }

  private static Font font(Row row) {
    return row.strong ? ChartTheme.TEXT.deriveFont(Font.BOLD) : ChartTheme.TEXT;
  }

  /** The distance of the axis' ticks. */
  private static double step(double least, double most) {
    double span = Math.max(1e-6, most - least);
    double power = Math.pow(10, Math.floor(Math.log10(span)));
    double rough = span / power;
    return power * (rough <= 1.5 ? 0.25 : rough <= 3 ? 0.5 : rough <= 6 ? 1 : 2);
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(ChartTheme.INK);
    Font bold = ChartTheme.TEXT.deriveFont(Font.BOLD, 18f);
    ChartTheme.text(g, getTitle(), bold, 16, 34);
    ticks(g);
    for (int i = 0; i < rows.size(); i++) {
      row(g, rows.get(i), TOP + ROW * (i + 0.5));
    }
    if (series.size() > 1) {
      legend.paint(g, height - legend.height());
    }
  }

  private void ticks(Graphics2D g) {
    double bottom = TOP + ROW * rows.size();
    for (double tick = low; tick <= high + step / 2; tick += step) {
      double x = x(tick);
      g.setStroke(new BasicStroke(Math.abs(tick) < step / 10 ? 1.6f : 1));
      g.setColor(Math.abs(tick) < step / 10 ? ChartTheme.INK : ChartTheme.FAINT);
      g.draw(new Line2D.Double(x, TOP, x, bottom));
      g.setColor(ChartTheme.INK);
      String text = unit.tick(tick, step);
      ChartTheme.text(
          g, text, ChartTheme.SMALL, x - ChartTheme.width(text, ChartTheme.SMALL) / 2, bottom + 20);
    }
    double middle = left + PLOT / 2.0 - ChartTheme.width(axis, ChartTheme.TEXT) / 2;
    ChartTheme.text(g, axis, ChartTheme.TEXT, middle, bottom + 46);
  }

  private void row(Graphics2D g, Row row, double y) {
    Font font = font(row);
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, row.label, font, left - 14 - ChartTheme.width(row.label, font), y + 5);
    double between = series.size() > 1 ? SPREAD : 0;
    for (int i = 0; i < series.size(); i++) {
      Interval value = row.values.get(series.get(i));
      if (value != null) {
        g.setColor(ChartTheme.COLORS[i]);
        double at = y + (i - (series.size() - 1) / 2.0) * between;
        g.setStroke(new BasicStroke(row.strong ? 3 : 1.8f));
        g.draw(new Line2D.Double(x(value.low()), at, x(value.high()), at));
        double dot = row.strong ? DOT + 2 : DOT;
        g.fill(new Ellipse2D.Double(x(value.value()) - dot / 2, at - dot / 2, dot, dot));
        double beside = left + PLOT + 14 + i * VALUE;
        g.setColor(series.size() > 1 ? ChartTheme.COLORS[i] : ChartTheme.INK);
        ChartTheme.text(g, unit.text(value.value()), ChartTheme.SMALL, beside, y + 5);
      }
    }
  }

  private double x(double value) {
    return left + PLOT * (value - low) / (high - low);
  }
}
