package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class OutcomeAlignmentTest {
  /** Task 0: six successes and two failures; task 1: three successes. Every episode is its own. */
  private static final Labels LABELS =
      new Labels(
          IntStream.range(0, 11).toArray(),
          IntStream.range(0, 11).toArray(),
          new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1});

  private static final boolean[] SUCCESS = {
    true, true, true, true, true, true, false, false, true, true, true
  };

  @Test
  void successesThatAreFoundBeatFailuresThatAreMistakenForEachOther() {
    float[][] similarity = new float[11][11];
    for (int i = 0; i < 11; i++) {
      similarity[i][i] = 1;
    }
    similarity[6][7] = 2;
    similarity[7][6] = 2;
    List<Metric> metrics =
        OutcomeAlignment.metrics(Nd4j.createFromArray(similarity), LABELS, SUCCESS, 0);
    assertEquals(List.of(1.0, 0.0, 1.0), metrics.stream().map(Metric::value).toList());
    assertEquals(
        List.of("successes", "failures", "successes − failures"),
        metrics.stream().map(Metric::arm).toList());
    // Task 1 has no failure, so it has no say; of task 0 there are two of either.
    assertTrue(metrics.stream().allMatch(metric -> metric.n() == 2));
  }

  @Test
  void galleriesAreOfTheSameSizeSoThatChanceIsTheSame() {
    List<Metric> metrics = OutcomeAlignment.metrics(Nd4j.zeros(11, 11), LABELS, SUCCESS, 0);
    assertEquals(0.5, metrics.get(0).value(), 1e-9);
    assertEquals(0.5, metrics.get(1).value(), 1e-9);
  }

  @Test
  void withoutAFailureThereIsNothingToCompare() {
    boolean[] all = new boolean[11];
    assertEquals(List.of(), OutcomeAlignment.metrics(Nd4j.zeros(11, 11), LABELS, all, 0));
  }
}
