package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class TrainingCurveTest {
  private static final String METRICS =
      "step,seconds,rate,point,gripper\n1,0.5,0.001,4.0,0.7\n2,1.0,0.002,3.5,9.29E-4\n";

  @TempDir Path folder;

  private TrainingCurve read(String text) throws IOException {
    return TrainingCurve.read(Files.writeString(folder.resolve("metrics.csv"), text));
  }

  @Test
  void theLossesAreWhatFollowsTheRate() throws IOException {
    XYChart chart = read(METRICS).chart("E learns");
    assertEquals(Set.of("point", "gripper"), chart.getSeriesMap().keySet());
    assertArrayEquals(new double[] {4, 3.5}, chart.getSeriesMap().get("point").getYData());
    assertArrayEquals(new double[] {0.7, 9.29e-4}, chart.getSeriesMap().get("gripper").getYData());
  }

  @Test
  void aJointRunShowsEachRateAndWhatIsWeightedInTheColourOfItsLoss() throws IOException {
    TrainingCurve curve =
        read(
            "step,seconds,rate of u,rate of e,imitation,alignment,within,weighted imitation,"
                + "weighted alignment\n"
                + "1,0.5,1e-3,3e-4,7,4,1,7,2\n2,1.0,2e-3,6e-4,6,3,1,6,1.5\n");
    XYChart chart = curve.chart("both learn");
    assertEquals(
        List.of("imitation", "alignment", "within", "weighted alignment"),
        List.copyOf(chart.getSeriesMap().keySet()));
    assertEquals(
        chart.getSeriesMap().get("alignment").getLineColor(),
        chart.getSeriesMap().get("weighted alignment").getLineColor());
    assertEquals(
        3, chart.getSeriesMap().values().stream().map(s -> s.getLineColor()).distinct().count());
    XYChart rates = curve.rates("learning rates");
    assertEquals(Set.of("rate of u", "rate of e"), rates.getSeriesMap().keySet());
    assertArrayEquals(new double[] {3e-4, 6e-4}, rates.getSeriesMap().get("rate of e").getYData());
  }

  @Test
  void aFileThatIsBeingWrittenMayEndAnywhere() throws IOException {
    for (int length = 0; length < METRICS.length(); length++) {
      TrainingCurve curve = read(METRICS.substring(0, length));
      int rows = (int) METRICS.substring(0, length).chars().filter(c -> c == '\n').count() - 1;
      assertEquals(rows < 1, curve.isEmpty(), "after " + length + " characters");
    }
  }
}
