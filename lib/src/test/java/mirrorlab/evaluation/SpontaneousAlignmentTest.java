package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairing;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.evaluation.SpontaneousAlignment.Encoded;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class SpontaneousAlignmentTest {
  // Four episodes: instructions 0, 0, 1 in task 0 and instruction 2 in task 1.
  private static final Labels FOUR =
      new Labels(new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 2}, new int[] {0, 0, 0, 1});

  @Test
  void recallCountsBothDirectionsAndBothGalleries() {
    // Each video finds the next execution, the last one its own.
    float[][] similarity = {{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0, 0, 0, 2}};
    List<Metric> metrics =
        SpontaneousAlignment.recall("trained", Nd4j.createFromArray(similarity), FOUR, 0);
    assertEquals(2 / 4.0, value(metrics, "recall@1 video→execution", "all"), 1e-9);
    // Column 0 is tied: 2 of 4 videos fit. Columns 1 and 3 hit, column 2 misses.
    assertEquals(2.5 / 4, value(metrics, "recall@1 execution→video", "all"), 1e-9);
    assertEquals(4.5 / 8, value(metrics, "recall@1", "all"), 1e-9);
    // Within its task, video 2 is left with three ties, of which one fits.
    assertEquals(
        (2 + 1 / 3.0) / 4, value(metrics, "recall@1 video→execution", "within task"), 1e-6);
    assertEquals(1, value(metrics, "recall@5", "all"), 1e-9);
  }

  @Test
  void chanceIsTheShareOfTheInstructionInTheGallery() {
    List<Metric> chance = SpontaneousAlignment.chance(FOUR);
    assertEquals((.5 + .5 + .25 + .25) / 4, value(chance, "recall@1", "all"), 1e-9);
    assertEquals(
        (2 / 3.0 + 2 / 3.0 + 1 / 3.0 + 1) / 4, value(chance, "recall@1", "within task"), 1e-9);
    assertEquals(0, chance.get(0).n());
  }

  @Test
  void theBoundIsTakenOverBatchesOfOneEpisodeAnInstruction() {
    // Instructions 0, 1 and 2: whichever of the first two is drawn, the three pairs are found
    // alike.
    float[][] similarity = {{1, 1, 0, 0}, {1, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    Probe.Settings cold = new Probe.Settings(Pairing.INSTRUCTION, 0.5, 16, 30, 512, 1e-2, 0.1);
    List<Metric> metrics =
        SpontaneousAlignment.metrics("trained", Nd4j.createFromArray(similarity), FOUR, cold, 0);
    // Each row: log 3 + 2 − log(e² + 2).
    double expected = Math.log(3) + 2 - Math.log(Math.exp(2) + 2);
    assertEquals(expected, value(metrics, "information bound", "all"), 1e-6);
    assertEquals(Math.log(3), value(metrics, "information ceiling", "all"), 1e-9);
  }

  @Test
  void everyNumberComesWithItsControlsAndChance() throws InterruptedException {
    Probe.Settings quick = new Probe.Settings(Pairing.INSTRUCTION, 0.1, 16, 30, 512, 1e-2, 0.1);
    Encoded alike = new Encoded(pairs(0.3f, 1), pairs(0.3f, 2));
    Encoded noise = new Encoded(pairs(9, 3), pairs(9, 4));
    Findings findings =
        SpontaneousAlignment.measure("trained", alike, Map.of("untrained", noise), quick, 0);
    assertEquals(
        List.of("shuffled pairs", "untrained", "chance"),
        List.copyOf(
            findings.references().stream()
                .map(Metric::arm)
                .collect(Collectors.toCollection(LinkedHashSet::new))));
    double low = find(findings.metrics(), "recall@1", "all").low();
    for (Metric reference : findings.references()) {
      if (reference.name().equals("recall@1") && reference.by().equals("all")) {
        assertTrue(low > reference.value(), low + " against " + reference);
      }
    }
  }

  /** 48 episodes of 8 instructions in 2 tasks; what U and E share is one axis an instruction. */
  private static Pairs pairs(float noise, long seed) {
    Random random = new Random(seed);
    float[][] u = new float[48][12];
    float[][] e = new float[48][10];
    int[] instructions = new int[48];
    int[] tasks = new int[48];
    for (int i = 0; i < 48; i++) {
      instructions[i] = i % 8;
      tasks[i] = i % 2;
      u[i][11 - i % 8] = 1;
      e[i][i % 8] = 1;
      for (int d = 0; d < 10; d++) {
        u[i][d] += noise * (float) random.nextGaussian();
        e[i][d] += noise * (float) random.nextGaussian();
      }
    }
    return new Pairs(u, e, new Labels(IntStream.range(0, 48).toArray(), instructions, tasks));
  }

  private static double value(List<Metric> metrics, String name, String by) {
    return find(metrics, name, by).value();
  }

  private static Metric find(List<Metric> metrics, String name, String by) {
    return metrics.stream()
        .filter(m -> m.name().equals(name) && m.by().equals(by))
        .findFirst()
        .orElseThrow();
  }
}
