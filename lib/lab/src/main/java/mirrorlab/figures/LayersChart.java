package mirrorlab.figures;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;

/**
 * The similarity of each layer of U and each layer of E, as a table of coloured cells. A score
 * significant against the null within tasks (p < 0.05, corrected for the search over all cells) is
 * bold with a star.
 */
final class LayersChart extends Chart<XYStyler, XYSeries> {
  private static final int MARGIN = 16;
  private static final int CELL_WIDTH = 118; // at least
  private static final int CELL_HEIGHT = 56;
  private static final int TOP = 58;
  private static final int BELOW = 84;
  private static final double SIGNIFICANT = 0.05;
  private static final String CAPTION =
      "rows: U's layers; columns: E's layers; * more than chance within tasks (p < 0.05)";

  private final List<Metric> metrics;
  private final String measure;
  private final List<String> rows;
  private final List<String> columns;
  private final int left;
  private final int cellWidth;
  private final double most;

  /**
   * Creates a chart of a measure's scores.
   *
   * @param metrics {@link LayerAlignment#metrics} of one arm
   * @param measure such as {@link LayerAlignment#MUTUAL_KNN}
   */
  LayersChart(String title, List<Metric> metrics, String measure) {
    super(0, 0, new XYStyler());
    getStyler().setTheme(new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    setTitle(title);
    this.metrics = metrics;
    this.measure = measure;
    Set<String> us = new LinkedHashSet<>();
    Set<String> es = new LinkedHashSet<>();
    double largest = 1e-9;
    for (Metric metric : metrics) {
      if (metric.name().equals(measure)) {
        String[] taps = metric.by().split(" × ");
        us.add(taps[0]);
        es.add(taps[1]);
        largest = Math.max(largest, metric.value());
      }
    }
    rows = List.copyOf(us);
    columns = List.copyOf(es);
    most = largest;
    left = 24 + widest(rows);
    cellWidth = Math.max(CELL_WIDTH, widest(columns) + MARGIN);
    int caption = MARGIN + widest(List.of(CAPTION)) + MARGIN;
    setWidth(Math.max(caption, left + cellWidth * columns.size() + 24));
    setHeight(TOP + CELL_HEIGHT * rows.size() + BELOW);
  }

  private static int widest(List<String> texts) {
    return (int)
        Math.ceil(
            texts.stream().mapToDouble(t -> ChartTheme.width(t, ChartTheme.SMALL)).max().orElse(0));
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, getTitle(), ChartTheme.TEXT.deriveFont(Font.BOLD, 18f), 16, 34);
    for (int r = 0; r < rows.size(); r++) {
      double y = TOP + CELL_HEIGHT * r;
      g.setColor(ChartTheme.INK);
      double wide = ChartTheme.width(rows.get(r), ChartTheme.SMALL);
      ChartTheme.text(
          g, rows.get(r), ChartTheme.SMALL, left - 10 - wide, y + CELL_HEIGHT / 2.0 + 5);
      for (int c = 0; c < columns.size(); c++) {
        cell(g, rows.get(r), columns.get(c), left + cellWidth * c, y);
      }
    }
    double below = TOP + CELL_HEIGHT * rows.size();
    g.setColor(ChartTheme.INK);
    for (int c = 0; c < columns.size(); c++) {
      centred(g, columns.get(c), ChartTheme.SMALL, left + cellWidth * (c + 0.5), below + 22);
    }
    ChartTheme.text(g, CAPTION, ChartTheme.SMALL, 16, below + 58);
  }

  private void cell(Graphics2D g, String u, String e, double x, double y) {
    double score = value(measure, u, e);
    boolean found = value(measure + " p" + LayerAlignment.WITHIN, u, e) < SIGNIFICANT;
    double share = Math.max(0, score) / most;
    g.setColor(ColorScale.at(share));
    g.fill(new Rectangle2D.Double(x + 1, y + 1, cellWidth - 2, CELL_HEIGHT - 2));
    g.setColor(share > 0.6 ? ChartTheme.INK : Color.WHITE);
    String text = String.format(Locale.ROOT, "%.3f%s", score, found ? " *" : "");
    Font font = found ? ChartTheme.TEXT.deriveFont(Font.BOLD) : ChartTheme.TEXT;
    centred(g, text, font, x + cellWidth / 2.0, y + CELL_HEIGHT / 2.0 + 6);
  }

  private double value(String name, String u, String e) {
    return metrics.stream()
        .filter(m -> m.name().equals(name) && m.by().equals(LayerAlignment.by(u, e)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no '" + name + "' of " + u + " and " + e))
        .value();
  }

  private static void centred(Graphics2D g, String text, Font font, double x, double y) {
    ChartTheme.text(g, text, font, x - ChartTheme.width(text, font) / 2, y);
  }
}
