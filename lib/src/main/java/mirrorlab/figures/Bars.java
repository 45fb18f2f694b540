package mirrorlab.figures;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mirrorlab.evaluation.Metric;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendLayout;

/**
 * Rates as bars with 95 % whiskers: a group for each part that was measured, in it a bar for each
 * arm. A reference that is known exactly, such as chance, is a dashed line across its group.
 */
final class Bars {
  private final List<Metric> arms;
  private final List<Metric> references;
  private final Map<String, String> groups;

  /**
   * Bars of metrics of one name.
   *
   * @param arms drawn in colour, in this order
   * @param references drawn in grey after them
   * @param groups which parts ({@link Metric#by}) to draw, and how to write them below
   */
  Bars(List<Metric> arms, List<Metric> references, Map<String, String> groups) {
    this.arms = arms;
    this.references = references;
    this.groups = groups;
  }

  CategoryChart chart(String title, String yTitle) {
    int width = Math.max(960, 80 * groups.size());
    CategoryChart chart = new CategoryChart(width, 540, new HouseStyle());
    chart.setTitle(title);
    chart.setYAxisTitle(yTitle);
    chart.setCustomYAxisTickLabelsFormatter(HouseStyle::percent);
    CategoryStyler styler = chart.getStyler();
    styler.setAvailableSpaceFill(0.76);
    styler.setYAxisMin(0.0).setYAxisMax(1.08);
    styler.setPlotContentSize(1).setLegendLayout(LegendLayout.Horizontal);
    styler.setYAxisLabelAlignment(TextAlignment.Right);
    if (groups.values().stream()
        .anyMatch(name -> HouseStyle.width(name, HouseStyle.TEXT) * groups.size() > 0.8 * width)) {
      styler.setXAxisLabelRotation(35);
      styler.setXAxisLabelAlignment(TextAlignment.Right);
    }

    List<List<Optional<Metric>>> bars = new ArrayList<>();
    colors()
        .forEach(
            (arm, color) -> {
              List<Optional<Metric>> row = row(arm);
              bars.add(row);
              List<Double> heights =
                  row.stream().map(m -> m.map(Metric::value).orElse(0.0)).toList();
              chart.addSeries(arm, new ArrayList<>(groups.values()), heights).setFillColor(color);
            });
    List<String> exact =
        references.stream().filter(Bars::exact).map(Metric::arm).distinct().toList();
    if (!exact.isEmpty()) {
      chart.setXAxisTitle("dashed: " + String.join(", ", exact));
    }
    chart.addAnnotation(new Whiskers(bars, exact.stream().map(this::row).toList()));
    return chart;
  }

  /** The arms that become bars, with their colours. */
  private Map<String, Color> colors() {
    Map<String, Color> colors = new LinkedHashMap<>();
    for (Metric metric : arms) {
      colors.computeIfAbsent(metric.arm(), arm -> cycle(HouseStyle.COLORS, colors.size()));
    }
    int coloured = colors.size();
    for (Metric metric : references) {
      if (!exact(metric)) {
        colors.computeIfAbsent(
            metric.arm(), arm -> cycle(HouseStyle.GREYS, colors.size() - coloured));
      }
    }
    return colors;
  }

  private List<Optional<Metric>> row(String arm) {
    List<Metric> all = new ArrayList<>(arms);
    all.addAll(references);
    return groups.keySet().stream()
        .map(by -> all.stream().filter(m -> m.arm().equals(arm) && m.by().equals(by)).findFirst())
        .toList();
  }

  private static boolean exact(Metric metric) {
    return metric.n() == 0;
  }

  private static Color cycle(Color[] colors, int i) {
    return colors[i % colors.length];
  }
}
