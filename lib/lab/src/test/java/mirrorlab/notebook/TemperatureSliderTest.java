package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TemperatureSliderTest {
  private static final double[] U = {10, 80, 95, 200};
  private static final double[] E = {30, 70, 150, 260};
  private static final int[] INSTRUCTIONS = {1, 2, 2, 3};

  private static TemperatureSlider slider() {
    return TemperatureSlider.of(U, E, INSTRUCTIONS, 0.05, 0.1, 0.5, 1);
  }

  /** The alignment loss, written as in the Javadoc of InfoNce, in doubles. */
  private static double loss(double[] u, double[] e, double temperature) {
    int n = u.length;
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double row = 0;
      double column = 0;
      for (int j = 0; j < n; j++) {
        row += Math.exp(Math.cos(Math.toRadians(u[i] - e[j])) / temperature);
        column += Math.exp(Math.cos(Math.toRadians(u[j] - e[i])) / temperature);
      }
      int partners = 0;
      double sum = 0;
      for (int p = 0; p < n; p++) {
        if (INSTRUCTIONS[p] == INSTRUCTIONS[i]) {
          partners++;
          sum += Math.log(row) - Math.cos(Math.toRadians(u[i] - e[p])) / temperature;
          sum += Math.log(column) - Math.cos(Math.toRadians(u[p] - e[i])) / temperature;
        }
      }
      loss += sum / partners / 2 / n;
    }
    return loss;
  }

  @Test
  void anArrowIsMinusTheSlopeOfTheLoss() {
    for (TemperatureSlider.Stop stop : slider().stops()) {
      assertEquals(loss(U, E, stop.temperature()), stop.loss(), 1e-4);
      for (int i = 0; i < U.length; i++) {
        double[] more = E.clone();
        double[] less = E.clone();
        more[i] += 0.01;
        less[i] -= 0.01;
        double slope =
            (loss(U, more, stop.temperature()) - loss(U, less, stop.temperature()))
                / Math.toRadians(0.02);
        assertEquals(-slope, stop.pulls()[1][i], 1e-3, "E " + i);
        more = U.clone();
        less = U.clone();
        more[i] += 0.01;
        less[i] -= 0.01;
        slope =
            (loss(more, E, stop.temperature()) - loss(less, E, stop.temperature()))
                / Math.toRadians(0.02);
        assertEquals(-slope, stop.pulls()[0][i], 1e-3, "U " + i);
      }
    }
  }

  @Test
  void aPairAloneIsNotPulled() {
    double[] one = {0};
    double[] other = {90};
    TemperatureSlider alone = TemperatureSlider.of(one, other, new int[] {1}, 0.1);
    assertEquals(0, alone.stops().get(0).loss(), 1e-6);
    assertEquals(0, alone.stops().get(0).longest(), 1e-6);
  }

  @Test
  void theSliderHasAStopPerTemperatureAndRunsNoScript() throws Exception {
    String html = slider().shown().forms().get(Shown.HTML);
    assertFalse(html.contains("<script"));
    assertEquals(4, html.split("<input type=\"radio\"", -1).length - 1);
    assertEquals(4, html.split("<svg", -1).length - 1);
    assertTrue(html.contains(" checked>"));
  }

  @Test
  void theDrawingShowsThreeStops() throws Exception {
    String svg = slider().drawing().svg();
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    NodeList texts = root.getElementsByTagName("text");
    String all = "";
    for (int i = 0; i < texts.getLength(); i++) {
      all += texts.item(i).getTextContent() + "\n";
    }
    assertTrue(all.contains("τ = 0.05\n") && all.contains("τ = 0.5\n") && all.contains("τ = 1.0"));
    assertFalse(all.contains("τ = 0.1\n"));
    assertTrue(
        slider().drawing().about().startsWith("What the alignment loss pulls\nτ = 0.05: loss"));
  }

  @Test
  void sidesOfTwoLengthsAreRefused() {
    double[] three = {1, 2, 3};
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> TemperatureSlider.of(U, three, INSTRUCTIONS, 0.1))
            .getMessage();
    assertTrue(message.startsWith("there are 4 angles of U, 3 of E"), message);
  }
}
