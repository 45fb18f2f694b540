package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import org.junit.jupiter.api.Test;

class LayerAlignmentTest {
  private static final int N = 90;
  private static final Labels LABELS =
      new Labels(
          IntStream.range(0, N).toArray(),
          IntStream.range(0, N).map(i -> i % 9).toArray(),
          IntStream.range(0, N).map(i -> i % 3).toArray());

  /** Rows that know the task, and perhaps the instruction; the rest is noise. */
  private static float[][] rows(boolean instruction, long seed) {
    Random shared = new Random(1);
    float[][] tasks = gaussian(shared, 3);
    float[][] instructions = gaussian(shared, 9);
    Random own = new Random(seed);
    float[][] rows = new float[N][12];
    for (int i = 0; i < N; i++) {
      for (int k = 0; k < 12; k++) {
        rows[i][k] = 3 * tasks[i % 3][k] + 0.5f * (float) own.nextGaussian();
        rows[i][k] += instruction ? 2 * instructions[i % 9][k] : 0;
      }
    }
    return rows;
  }

  private static float[][] gaussian(Random random, int n) {
    float[][] rows = new float[n][12];
    for (float[] row : rows) {
      for (int k = 0; k < 12; k++) {
        row[k] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static double value(List<Metric> metrics, String name, String by) {
    return metrics.stream()
        .filter(m -> m.name().equals(name) && m.by().equals(by))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void theNullWithinTasksTellsTheTaskFromWhatGoesBeyondIt() throws Exception {
    Map<String, float[][]> u = new LinkedHashMap<>();
    u.put("deep", rows(true, 2));
    u.put("shallow", rows(false, 3));
    Map<String, float[][]> e = Map.of("deep", rows(true, 4));
    List<Metric> metrics = LayerAlignment.metrics("trained", u, e, LABELS, 0);
    for (String measure : List.of(LayerAlignment.MUTUAL_KNN, LayerAlignment.CKA)) {
      String deep = LayerAlignment.by("deep", "deep");
      String shallow = LayerAlignment.by("shallow", "deep");
      // Both know the task, and the free null finds it.
      assertEquals(1 / 1001.0, value(metrics, measure + " p", deep), 1e-9, measure);
      assertEquals(1 / 1001.0, value(metrics, measure + " p", shallow), 1e-9, measure);
      // Only one of them knows more.
      assertEquals(1 / 1001.0, value(metrics, measure + " p, within task", deep), 1e-9, measure);
      assertTrue(value(metrics, measure + " p, within task", shallow) > 0.05, measure);
      assertEquals(0, value(metrics, measure + " calibrated, within task", shallow), 0.02, measure);
      assertTrue(value(metrics, measure + " calibrated, within task", deep) > 0.1, measure);
      // And nothing knows the single episode.
      assertTrue(value(metrics, measure + " p, within instruction", deep) > 0.05, measure);
    }
  }

  @Test
  void aTapThatCannotBeComparedIsNamed() {
    Map<String, float[][]> u = Map.of("video.out", rows(true, 2));
    float[][] bad = rows(true, 3);
    bad[7][5] = Float.NaN;
    assertRefused("scene.coarse: row 7, column 5 of the features is NaN", u, bad);
    assertRefused("scene.coarse: CKA is not defined", u, new float[N][12]);
  }

  private static void assertRefused(String start, Map<String, float[][]> u, float[][] e) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> LayerAlignment.metrics("", u, Map.of("scene.coarse", e), LABELS, 0))
            .getMessage();
    assertTrue(message.startsWith(start), message);
  }

  @Test
  void theNullWithinInstructionsFindsWhatBelongsToTheEpisode() throws Exception {
    float[][] u = rows(true, 5);
    float[][] e = rows(true, 6);
    float[][] scenes = gaussian(new Random(7), N);
    for (int i = 0; i < N; i++) {
      for (int k = 0; k < 12; k++) {
        u[i][k] += 2 * scenes[i][k];
        e[i][k] += 2 * scenes[i][k];
      }
    }
    List<Metric> metrics = LayerAlignment.metrics("", Map.of("u", u), Map.of("e", e), LABELS, 0);
    for (String measure : List.of(LayerAlignment.MUTUAL_KNN, LayerAlignment.CKA)) {
      double p = value(metrics, measure + " p, within instruction", LayerAlignment.by("u", "e"));
      assertEquals(1 / 1001.0, p, 1e-9, measure);
    }
  }
}
