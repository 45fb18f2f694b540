package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import mirrorlab.metrics.Interval;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** Rates over the steps of a training, one line per arm, with 95 % whiskers. */
final class SuccessChart extends XYChart {
  private static final int WIDTH = 960;
  private static final Stroke WHISKER = new BasicStroke(1.6f);
  private static final Stroke LINE = new BasicStroke(2.5f);
  private static final double DOT = 9;
  private static final double BESIDE = 7; // pixels between the whiskers of two arms

  private final Map<String, SortedMap<Integer, Interval>> arms;
  private final Legend legend;

  /**
   * Creates a chart.
   *
   * @param arms by name, the rate at each step
   */
  SuccessChart(String title, Map<String, SortedMap<Integer, Interval>> arms) {
    super(WIDTH, 460, new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    this.arms = arms;
    setTitle(title);
    setXAxisTitle("step");
    setCustomYAxisTickLabelsFormatter(ChartTheme::percent);
    getStyler().setPlotContentSize(1).setLegendVisible(false);
    getStyler().setYAxisLabelAlignment(TextAlignment.Right).setYAxisMin(-0.002).setYAxisMax(1.0);
    List<Legend.Entry> entries = new ArrayList<>();
    int last = 0;
    for (Map.Entry<String, SortedMap<Integer, Interval>> arm : arms.entrySet()) {
      List<Integer> steps = List.copyOf(arm.getValue().keySet());
      addSeries(arm.getKey(), steps, arm.getValue().values().stream().map(Interval::value).toList())
          .setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter); // only scales the axes
      entries.add(new Legend.Entry(arm.getKey(), color(entries.size()), Legend.Mark.LINE));
      last = Math.max(last, arm.getValue().lastKey());
    }
    getStyler().setXAxisMin(0.0).setXAxisMax(last * 1.03);
    legend = new Legend(entries, WIDTH);
  }

  private static Color color(int arm) {
    return ChartTheme.COLORS[arm % ChartTheme.COLORS.length];
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    super.paint(g, width, height - legend.height());
    int arm = 0;
    for (SortedMap<Integer, Interval> rates : arms.values()) {
      g.setColor(color(arm));
      double aside = (arm - (arms.size() - 1) / 2.0) * BESIDE;
      Path2D line = new Path2D.Double();
      rates.forEach(
          (step, rate) -> {
            double x = getScreenXFromChart(step) + aside;
            double y = getScreenYFromChart(rate.value());
            if (line.getCurrentPoint() == null) {
              line.moveTo(x, y);
            } else {
              line.lineTo(x, y);
            }
            whisker(g, x, rate);
          });
      g.setStroke(LINE);
      g.draw(line);
      arm++;
    }
    setHeight(height);
    legend.paint(g, height - legend.height());
  }

  private void whisker(Graphics2D g, double x, Interval rate) {
    g.setStroke(WHISKER);
    g.draw(
        new Line2D.Double(x, getScreenYFromChart(rate.low()), x, getScreenYFromChart(rate.high())));
    double y = getScreenYFromChart(rate.value());
    g.fill(new Ellipse2D.Double(x - DOT / 2, y - DOT / 2, DOT, DOT));
  }
}
