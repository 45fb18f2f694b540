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
  // Five episodes: instructions 0, 0, 1, 1 in task 0 and instruction 2, alone, in task 1.
  private static final Labels FIVE =
      new Labels(new int[] {0, 1, 2, 3, 4}, new int[] {0, 0, 1, 1, 2}, new int[] {0, 0, 0, 0, 1});

  @Test
  void recallCountsBothDirectionsAndBothGalleriesButNoEpisodeForItself() {
    // Every video finds its own execution first, which does not count.
    float[][] similarity = {
      {9, 1, 0, 0, 0}, {0, 9, 1, 0, 0}, {0, 0, 9, 2, 3}, {0, 0, 0, 9, 0}, {0, 0, 0, 0, 9}
    };
    List<Metric> metrics =
        SpontaneousAlignment.recall("trained", Nd4j.createFromArray(similarity), FIVE, 0);
    // Video 0 finds 1: right. 1 finds 2: wrong. 2 finds 4: wrong. 3 is left with four ties, of
    // which one is right. 4 has nothing to find and is left out.
    assertEquals((1 + 1 / 4.0) / 4, value(metrics, "recall@1 video→execution", "all"), 1e-9);
    // Executions: 0 has four ties, one right; 1 finds video 0; 2 finds 1; 3 finds 2.
    assertEquals((1 / 4.0 + 2) / 4, value(metrics, "recall@1 execution→video", "all"), 1e-9);
    assertEquals((5 / 4.0 + 9 / 4.0) / 8, value(metrics, "recall@1", "all"), 1e-9);
    // Within its task, video 2 finds 3; and three ties are left for video 3.
    assertEquals(
        (2 + 1 / 3.0) / 4, value(metrics, "recall@1 video→execution", "within task"), 1e-6);
    assertEquals(1, value(metrics, "recall@5", "all"), 1e-9);
    assertEquals(4, find(metrics, "recall@1", "all").n());
  }

  @Test
  void chanceIsTheShareOfTheInstructionInTheGalleryWithoutTheQuery() {
    List<Metric> chance = SpontaneousAlignment.chance(FIVE);
    assertEquals(1 / 4.0, value(chance, "recall@1", "all"), 1e-9);
    assertEquals(1 / 3.0, value(chance, "recall@1", "within task"), 1e-9);
    assertEquals(0, chance.get(0).n());
  }

  @Test
  void aCodeForTheSingleEpisodeEarnsNothing() {
    // Both sides hold the episode's number and nothing else: once 100 %, now chance.
    int[] episodes = IntStream.range(0, 40).toArray();
    int[] instructions = IntStream.of(episodes).map(i -> i % 4).toArray();
    Labels labels = new Labels(episodes, instructions, new int[40]);
    double found =
        value(SpontaneousAlignment.recall("", Nd4j.eye(40), labels, 0), "recall@1", "all");
    assertEquals(9 / 39.0, found, 1e-9);
  }

  @Test
  void theBoundIsTakenOverBatchesOfOneEpisodeAnInstruction() {
    // Instructions 0, 1 and 2: whichever episodes are drawn, the three pairs are found alike.
    float[][] similarity = {
      {1, 1, 0, 0, 0}, {1, 1, 0, 0, 0}, {0, 0, 1, 1, 0}, {0, 0, 1, 1, 0}, {0, 0, 0, 0, 1}
    };
    Probe.Settings cold = new Probe.Settings(Pairing.INSTRUCTION, 0.5, 16, 30, 512, 1e-2, 0.1);
    List<Metric> metrics =
        SpontaneousAlignment.metrics("trained", Nd4j.createFromArray(similarity), FIVE, cold, 0);
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
