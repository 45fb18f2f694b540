package mirrorlab.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mirrorlab.nn.Progress;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/**
 * Curves over one axis in the course's theme, one colour each; a weighted version of a curve has
 * the same colour and is dashed.
 */
final class CurveChart extends XYChart {
  private static final int WIDTH = 960;

  private final Legend legend;

  CurveChart(String title, String xTitle, Map<String, double[][]> curves) {
    super(WIDTH, 420, new ChartTheme());
    setTitle(title);
    setXAxisTitle(xTitle);
    getStyler().setPlotContentSize(1).setLegendVisible(false);
    getStyler().setYAxisLabelAlignment(TextAlignment.Right).setLocale(Locale.ROOT);
    getStyler().setYAxisDecimalPattern("0.#####");
    List<Legend.Entry> entries = new ArrayList<>();
    Map<String, Color> colors = colors(curves.keySet());
    double low = 0;
    double last = 0;
    for (Map.Entry<String, double[][]> curve : curves.entrySet()) {
      double[] x = curve.getValue()[0];
      double[] y = curve.getValue()[1];
      XYSeries series = addSeries(curve.getKey(), x, y);
      Color color = colors.get(curve.getKey());
      series.setLineColor(color);
      boolean weighted = isWeighted(curve.getKey(), curves.keySet());
      if (weighted) {
        series.setLineStyle(Legend.DASHED);
      }
      Legend.Mark mark = weighted ? Legend.Mark.DASHES : Legend.Mark.LINE;
      entries.add(new Legend.Entry(curve.getKey(), color, mark));
      low = Math.min(low, Arrays.stream(y).min().orElse(0));
      last = Math.max(last, Arrays.stream(x).max().orElse(0));
    }
    getStyler().setYAxisMin(low - 1e-6);
    // If ends and points were evenly spaced, XChart would label the points instead of round
    // numbers.
    getStyler().setXAxisMax(last * 1.003);
    legend = new Legend(entries, WIDTH);
  }

  private static Map<String, Color> colors(Set<String> names) {
    Map<String, Color> colors = new LinkedHashMap<>();
    for (String name : names) {
      if (!isWeighted(name, names)) {
        if (colors.size() == ChartTheme.CURVES.length) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%d curves are too many for one chart, which has %d colours: %s",
                  names.size(),
                  ChartTheme.CURVES.length,
                  names));
        }
        colors.put(name, ChartTheme.CURVES[colors.size()]);
      }
    }
    for (String name : names) {
      if (isWeighted(name, names)) {
        colors.put(name, colors.get(name.substring(Progress.WEIGHTED.length())));
      }
    }
    return colors;
  }

  private static boolean isWeighted(String name, Set<String> names) {
    return name.startsWith(Progress.WEIGHTED)
        && names.contains(name.substring(Progress.WEIGHTED.length()));
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    super.paint(g, width, height - legend.height());
    setHeight(height);
    legend.paint(g, height - legend.height());
  }
}
