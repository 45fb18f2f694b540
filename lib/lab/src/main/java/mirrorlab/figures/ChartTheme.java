package mirrorlab.figures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.util.Locale;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.None;
import org.knowm.xchart.style.theme.XChartTheme;

/**
 * The theme of every chart of the course: letters large enough for a projector, a light grid, no
 * boxes, and colours that colour-blind readers can distinguish (Okabe and Ito, 2008).
 */
final class ChartTheme extends XChartTheme {
  static final Color INK = new Color(0x222222);
  static final Color FAINT = new Color(0xdddddd);

  /** Colours of trained arms: blue, vermilion, green, orange, purple, sky blue. */
  static final Color[] COLORS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
    new Color(0xE69F00), new Color(0xCC79A7), new Color(0x56B4E9)
  };

  /** Colours of curves, which may be more numerous: the same, ink and brown. */
  static final Color[] CURVES = {
    COLORS[0], COLORS[1], COLORS[2], COLORS[3], COLORS[4], COLORS[5], INK, new Color(0x7F4F24)
  };

  /** Colours of references: controls, the expert. */
  static final Color[] GREYS = {
    new Color(0x8c8c8c), new Color(0xbdbdbd), new Color(0x5c5c5c), new Color(0xd9d9d9)
  };

  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font SMALL = TEXT.deriveFont(14f);

  @Override
  public Font getBaseFont() {
    return TEXT;
  }

  @Override
  public Color getChartBackgroundColor() {
    return Color.WHITE;
  }

  @Override
  public Color getChartFontColor() {
    return INK;
  }

  @Override
  public int getChartPadding() {
    return 16;
  }

  @Override
  public Font getChartTitleFont() {
    return TEXT.deriveFont(Font.BOLD, 20f);
  }

  @Override
  public int getChartTitlePadding() {
    return 12;
  }

  @Override
  public boolean isChartTitleBoxVisible() {
    return false;
  }

  @Override
  public Font getAxisTitleFont() {
    return TEXT;
  }

  @Override
  public Font getAxisTickLabelsFont() {
    return TEXT;
  }

  @Override
  public Color getAxisTickLabelsColor() {
    return INK;
  }

  @Override
  public boolean isAxisTicksLineVisible() {
    return false;
  }

  @Override
  public boolean isAxisTicksMarksVisible() {
    return false;
  }

  @Override
  public int getYAxisTickMarkSpacingHint() {
    return 60;
  }

  @Override
  public Color[] getSeriesColors() {
    return COLORS.clone();
  }

  @Override
  public Marker[] getSeriesMarkers() {
    return new Marker[] {new None()};
  }

  @Override
  public BasicStroke[] getSeriesLines() {
    return new BasicStroke[] {new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)};
  }

  @Override
  public boolean isPlotBorderVisible() {
    return false;
  }

  @Override
  public boolean isPlotGridVerticalLinesVisible() {
    return false;
  }

  @Override
  public Color getPlotGridLinesColor() {
    return FAINT;
  }

  @Override
  public BasicStroke getPlotGridLinesStroke() {
    return new BasicStroke(1);
  }

  /** 0.714 → "71 %", −0.03 → "−3 %". */
  static String percent(double rate) {
    return (Math.round(100 * rate) + " %").replace('-', '−');
  }

  /** A difference of rates in points, such as 0.0083 → "+0.8", −0.03 → "−3.0", 0 → "0". */
  static String points(double difference, int decimals) {
    String text = String.format(Locale.ROOT, "%+." + decimals + "f", 100 * difference);
    return text.matches("[+-]0(\\.0+)?") ? "0" : text.replace('-', '−');
  }

  /** Width of a text in pixels. */
  static double width(String text, Font font) {
    return layout(text, font).getAdvance();
  }

  /** Draws a text as shapes, as XChart does, so that viewers of the picture need no font. */
  static void text(Graphics2D g, String text, Font font, double x, double y) {
    g.fill(layout(text, font).getOutline(AffineTransform.getTranslateInstance(x, y)));
  }

  private static TextLayout layout(String text, Font font) {
    return new TextLayout(text, font, new FontRenderContext(null, true, true));
  }
}
