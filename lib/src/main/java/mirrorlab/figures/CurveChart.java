package mirrorlab.figures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;

/** Curves over one axis in the house's style. */
final class CurveChart extends XYChart {
  private static final int WIDTH = 960;

  private final Legend legend;

  CurveChart(String title, String xTitle, Map<String, double[][]> curves) {
    super(WIDTH, 420, new HouseStyle());
    setTitle(title);
    setXAxisTitle(xTitle);
    getStyler().setPlotContentSize(1).setLegendVisible(false);
    getStyler().setYAxisLabelAlignment(TextAlignment.Right).setLocale(Locale.ROOT);
    List<Legend.Entry> entries = new ArrayList<>();
    double low = 0;
    double last = 0;
    for (Map.Entry<String, double[][]> curve : curves.entrySet()) {
      double[] x = curve.getValue()[0];
      double[] y = curve.getValue()[1];
      XYSeries series = addSeries(curve.getKey(), x, y);
      int colors = HouseStyle.COLORS.length;
      Color color = HouseStyle.COLORS[entries.size() % colors];
      boolean again = entries.size() >= colors; // a colour that another curve has already
      if (again) {
        series.setLineStyle(Legend.DASHED);
      }
      Legend.Mark mark = again ? Legend.Mark.DASHES : Legend.Mark.LINE;
      entries.add(new Legend.Entry(curve.getKey(), color, mark));
      low = Math.min(low, Arrays.stream(y).min().orElse(0));
      last = Math.max(last, Arrays.stream(x).max().orElse(0));
    }
    getStyler().setYAxisMin(low - 1e-6);
    // Where the ends and the points are evenly spaced XChart would label points, not round numbers.
    getStyler().setXAxisMax(last * 1.003);
    legend = new Legend(entries, WIDTH);
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
