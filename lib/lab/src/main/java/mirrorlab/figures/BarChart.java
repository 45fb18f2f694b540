package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mirrorlab.evaluation.Metric;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/**
 * Rates as bars with 95 % whiskers, which need not be symmetric as XChart's own must: one group per
 * measured part, with one bar per arm. An exactly known reference, such as chance, is a dashed line
 * across its group.
 */
final class BarChart extends CategoryChart {
  private static final Stroke WHISKER = new BasicStroke(1.6f);
  private static final double FILL = 0.76;

  private final Map<String, String> groups;
  private final List<Metric> all;
  private final List<String> bars;
  private final List<String> lines;
  private final Legend legend;

  /**
   * Creates a bar chart of the metrics of one name.
   *
   * @param arms drawn in colour, in this order
   * @param references drawn in grey after them
   * @param groups the parts ({@link Metric#by}) to draw, with their labels
   */
  BarChart(
      String title,
      String yTitle,
      List<Metric> arms,
      List<Metric> references,
      Map<String, String> groups) {
    super(Math.max(960, 80 * groups.size()), crowded(groups) ? 660 : 560, new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    this.groups = groups;
    all = new ArrayList<>(arms);
    all.addAll(references);
    lines = references.stream().filter(m -> m.n() == 0).map(Metric::arm).distinct().toList();
    Map<String, Color> colors = colors(arms, references);
    bars = List.copyOf(colors.keySet());

    setTitle(title);
    setYAxisTitle(yTitle);
    setCustomYAxisTickLabelsFormatter(ChartTheme::percent);
    getStyler().setAvailableSpaceFill(FILL);
    // A little below 0, or XChart leaves the label at 0 out.
    getStyler().setYAxisMin(-0.002).setYAxisMax(1.08).setYAxisLabelAlignment(TextAlignment.Right);
    getStyler().setPlotContentSize(1).setLegendVisible(false);
    // Align by upper edges; XChart's other modes put names without descenders lower than the rest.
    getStyler().setXAxisLabelAlignmentVertical(TextAlignment.Right);
    if (crowded(groups)) {
      getStyler().setXAxisLabelRotation(35).setAxisTickPadding(14);
      getStyler().setXAxisLabelAlignment(TextAlignment.Right);
    }
    List<Legend.Entry> entries = new ArrayList<>();
    colors.forEach(
        (arm, color) -> {
          List<Double> heights =
              row(arm).stream().map(m -> m.map(Metric::value).orElse(0.0)).toList();
          addSeries(arm, new ArrayList<>(groups.values()), heights).setFillColor(color);
          entries.add(new Legend.Entry(arm, color, Legend.Mark.BOX));
        });
    lines.forEach(arm -> entries.add(new Legend.Entry(arm, ChartTheme.INK, Legend.Mark.DASHES)));
    legend = new Legend(entries, getWidth());
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    super.paint(g, width, height - legend.height());
    g.setColor(ChartTheme.INK);
    // XChart's layout: group c covers [c, c + 1]; its bars share the middle FILL of it evenly.
    double wide = FILL / bars.size();
    for (String line : lines) {
      List<Optional<Metric>> row = row(line);
      for (int c = 0; c < row.size(); c++) {
        double left = c + (1 - FILL) / 2;
        row.get(c).ifPresent(metric -> dash(g, left, metric));
      }
    }
    for (int b = 0; b < bars.size(); b++) {
      List<Optional<Metric>> row = row(bars.get(b));
      for (int c = 0; c < row.size(); c++) {
        double middle = c + (1 - FILL) / 2 + (b + 0.5) * wide;
        row.get(c).ifPresent(metric -> whisker(g, middle, wide, metric));
      }
    }
    setHeight(height);
    legend.paint(g, height - legend.height());
  }

  private void whisker(Graphics2D g, double middle, double wide, Metric metric) {
    double x = getScreenXFromChart(middle);
    double bar = getScreenXFromChart(middle + wide) - x;
    double cap = 0.12 * bar;
    double low = getScreenYFromChart(metric.low());
    double high = getScreenYFromChart(metric.high());
    g.setStroke(WHISKER);
    g.draw(new Line2D.Double(x, low, x, high));
    g.draw(new Line2D.Double(x - cap, low, x + cap, low));
    g.draw(new Line2D.Double(x - cap, high, x + cap, high));
    String text = ChartTheme.percent(metric.value());
    double length = ChartTheme.width(text, ChartTheme.SMALL);
    if (length < bar) {
      // A reference line may cross the label.
      g.setColor(Color.WHITE);
      g.fill(new Rectangle2D.Double(x - length / 2 - 2, high - 22, length + 4, 18));
      g.setColor(ChartTheme.INK);
      ChartTheme.text(g, text, ChartTheme.SMALL, x - length / 2, high - 6);
    }
  }

  private void dash(Graphics2D g, double left, Metric metric) {
    double y = getScreenYFromChart(metric.value());
    double end = getScreenXFromChart(left + FILL);
    g.setStroke(Legend.DASHED);
    g.draw(new Line2D.Double(getScreenXFromChart(left), y, end, y));
    String text = ChartTheme.percent(metric.value());
    double gap = getScreenXFromChart(left + 1) - end;
    if (ChartTheme.width(text, ChartTheme.SMALL) + 10 < gap) {
      ChartTheme.text(g, text, ChartTheme.SMALL, end + 5, y + 5);
    }
  }

  /** The metrics of an arm, one per group. */
  private List<Optional<Metric>> row(String arm) {
    return groups.keySet().stream()
        .map(by -> all.stream().filter(m -> m.arm().equals(arm) && m.by().equals(by)).findFirst())
        .toList();
  }

  /** The arms that become bars, with their colours. */
  private static Map<String, Color> colors(List<Metric> arms, List<Metric> references) {
    Map<String, Color> colors = new LinkedHashMap<>();
    for (Metric metric : arms) {
      colors.computeIfAbsent(metric.arm(), arm -> cycle(ChartTheme.COLORS, colors.size()));
    }
    int coloured = colors.size();
    for (Metric metric : references) {
      if (metric.n() > 0) {
        colors.computeIfAbsent(
            metric.arm(), arm -> cycle(ChartTheme.GREYS, colors.size() - coloured));
      }
    }
    return colors;
  }

  private static Color cycle(Color[] colors, int i) {
    return colors[i % colors.length];
  }

  /** Whether horizontal group labels would overlap. */
  private static boolean crowded(Map<String, String> groups) {
    double room = 0.85 * Math.max(960, 80 * groups.size()) / groups.size();
    return groups.values().stream().anyMatch(g -> ChartTheme.width(g, ChartTheme.TEXT) > room);
  }
}
