package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Optional;
import mirrorlab.evaluation.Metric;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Draws over the bars of a category chart what XChart's own error bars cannot: intervals that are
 * not symmetric, the value above each, and dashed lines across a group.
 */
final class Whiskers extends Annotation {
  private static final Stroke LINE = new BasicStroke(1.6f);
  private static final Stroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {7, 5}, 0);

  private final List<List<Optional<Metric>>> bars;
  private final List<List<Optional<Metric>>> lines;

  /**
   * Marks for a chart.
   *
   * @param bars a row a series, in it one metric a group, in the chart's order
   * @param lines rows of the same form
   */
  Whiskers(List<List<Optional<Metric>>> bars, List<List<Optional<Metric>>> lines) {
    super(false);
    this.bars = bars;
    this.lines = lines;
  }

  @Override
  public void paint(Graphics2D g) {
    g.setColor(HouseStyle.INK);
    double fill = ((CategoryChart) chart).getStyler().getAvailableSpaceFill();
    // XChart's layout: group c covers [c, c + 1]; its bars share the middle `fill` of it evenly.
    double width = fill / bars.size();
    for (int s = 0; s < bars.size(); s++) {
      for (int c = 0; c < bars.get(s).size(); c++) {
        double middle = c + (1 - fill) / 2 + (s + 0.5) * width;
        bars.get(s).get(c).ifPresent(metric -> whisker(g, middle, width, metric));
      }
    }
    for (List<Optional<Metric>> line : lines) {
      for (int c = 0; c < line.size(); c++) {
        double left = c + (1 - fill) / 2;
        line.get(c).ifPresent(metric -> dash(g, left, left + fill, metric));
      }
    }
  }

  private void whisker(Graphics2D g, double middle, double width, Metric metric) {
    double x = chart.getScreenXFromChart(middle);
    double cap = (chart.getScreenXFromChart(middle + width) - x) * 0.12;
    double low = chart.getScreenYFromChart(metric.low());
    double high = chart.getScreenYFromChart(metric.high());
    g.setStroke(LINE);
    g.draw(new Line2D.Double(x, low, x, high));
    g.draw(new Line2D.Double(x - cap, low, x + cap, low));
    g.draw(new Line2D.Double(x - cap, high, x + cap, high));
    String text = HouseStyle.percent(metric.value());
    double wide = HouseStyle.width(text, HouseStyle.SMALL);
    if (wide < 9 * cap) {
      HouseStyle.text(g, text, HouseStyle.SMALL, x - wide / 2, high - 6);
    }
  }

  private void dash(Graphics2D g, double from, double to, Metric metric) {
    double y = chart.getScreenYFromChart(metric.value());
    double end = chart.getScreenXFromChart(to);
    g.setStroke(DASHED);
    g.draw(new Line2D.Double(chart.getScreenXFromChart(from), y, end, y));
    String text = HouseStyle.percent(metric.value());
    double gap = chart.getScreenXFromChart(to + (from - Math.floor(from))) - end;
    if (HouseStyle.width(text, HouseStyle.SMALL) + 6 < 2 * gap) {
      HouseStyle.text(g, text, HouseStyle.SMALL, end + 5, y + 5);
    }
  }
}
