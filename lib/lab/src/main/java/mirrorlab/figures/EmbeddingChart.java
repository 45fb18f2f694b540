package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.XYStyler;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * A t-SNE projection of the shared space: a disc per video, a triangle per execution, a colour per
 * task. U and E agree where both lie in the same clusters.
 */
final class EmbeddingChart extends Chart<XYStyler, XYSeries> {
  private static final int SIDE = 560;
  private static final int TOP = 56;
  private static final int KEY = 270;
  private static final int LINE = 25;

  private final Table page;
  private final List<String> tasks;

  EmbeddingChart(String title, Table page) {
    super(SIDE + KEY, TOP + SIDE + 24, new XYStyler());
    getStyler().setTheme(new ChartTheme());
    getStyler().setLocale(Locale.ROOT);
    setTitle(title);
    this.page = page;
    tasks = page.stringColumn("task").unique().asList().stream().sorted().toList();
  }

  @Override
  public void paint(Graphics2D g, int width, int height) {
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(ChartTheme.INK);
    ChartTheme.text(g, getTitle(), ChartTheme.TEXT.deriveFont(Font.BOLD, 18f), 16, 34);
    NumericColumn<?> xs = page.numberColumn("x");
    NumericColumn<?> ys = page.numberColumn("y");
    double scale = (SIDE - 40) / Math.max(xs.max() - xs.min(), ys.max() - ys.min());
    g.setStroke(new BasicStroke(1));
    for (Row row : page) {
      double x = 20 + scale * (row.getNumber("x") - xs.min());
      double y = TOP + 20 + scale * (row.getNumber("y") - ys.min());
      g.setColor(color(row.getString("task")));
      mark(g, row.getString("side").equals("video"), x, y);
    }
    key(g);
  }

  private void key(Graphics2D g) {
    double x = SIDE + 24;
    double y = TOP + 14;
    for (boolean video : new boolean[] {true, false}) {
      g.setColor(ChartTheme.INK);
      mark(g, video, x, y - 5);
      ChartTheme.text(g, video ? "video (U)" : "execution (E)", ChartTheme.SMALL, x + 16, y);
      y += LINE;
    }
    y += 8;
    for (String task : tasks) {
      g.setColor(color(task));
      mark(g, true, x, y - 5);
      g.setColor(ChartTheme.INK);
      ChartTheme.text(g, task.replace('_', ' '), ChartTheme.SMALL, x + 16, y);
      y += LINE;
    }
  }

  private static void mark(Graphics2D g, boolean video, double x, double y) {
    if (video) {
      g.fill(new Ellipse2D.Double(x - 3.5, y - 3.5, 7, 7));
    } else {
      Path2D triangle = new Path2D.Double();
      triangle.moveTo(x, y - 5);
      triangle.lineTo(x + 4.5, y + 3.5);
      triangle.lineTo(x - 4.5, y + 3.5);
      triangle.closePath();
      g.draw(triangle);
    }
  }

  /**
   * A hue of the colour circle in one of two brightnesses, with alphabetical neighbours far apart.
   */
  private Color color(String task) {
    int i = tasks.indexOf(task);
    float hue = (float) (i * 0.618033988749895 % 1);
    return Color.getHSBColor(hue, 0.85f, i % 2 == 0 ? 0.85f : 0.6f);
  }
}
