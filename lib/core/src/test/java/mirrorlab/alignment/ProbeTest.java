package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import mirrorlab.metrics.Retrieval;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class ProbeTest {
  private static final Planted WORLD = new Planted(12, 3, 1, 1);
  private static final Pairs TRAIN = WORLD.draw(150, 2);
  private static final Pairs TEST = WORLD.draw(240, 3);
  private static final int[] LABELS = TEST.labels().instructions();

  @Test
  void findsAPlantedRelationInEpisodesItNeverSaw() throws Exception {
    assertTrue(recall(TRAIN) > 0.9);
  }

  @Test
  void findsNothingWhereThePairsWereShuffled() throws Exception {
    // One shuffle may tie whole instructions together by luck, so the mean of some is taken.
    double mean = 0;
    for (int seed = 0; seed < 4; seed++) {
      mean += recall(TRAIN.shuffled(seed)) / 4;
    }
    assertEquals(1 / 12.0, mean, 0.06);
  }

  @Test
  void theSameSeedGivesTheSameEmbeddings() throws Exception {
    Probe.Settings few = settings(Pairing.EPISODE, 5, 64);
    float[][][] embedded = new float[3][][];
    for (int i = 0; i < 3; i++) {
      try (Probe probe = Probe.train(TRAIN, few, i / 2)) {
        embedded[i] = probe.embedExecution(TEST.execution());
      }
    }
    assertArrayEquals(embedded[0], embedded[1]);
    assertFalse(Arrays.deepEquals(embedded[0], embedded[2]));
  }

  @Test
  void embeddingsHaveUnitLengthAndTheSharedWidth() throws Exception {
    try (Probe probe = Probe.train(TRAIN, settings(Pairing.TASK, 2, 150), 0)) {
      float[] first = probe.embedUnderstanding(TEST.understanding())[0];
      double square = 0;
      for (float x : first) {
        square += x * x;
      }
      assertEquals(1, square, 1e-5);
      assertEquals(32, first.length);
      INDArray similarity = probe.similarity(TEST);
      assertArrayEquals(new long[] {240, 240}, similarity.shape());
    }
  }

  @Test
  void aFeatureThatNeverChangesInTrainingCannotDisturb() throws Exception {
    Pairs constant = withConstant(TRAIN, 5);
    try (Probe probe = Probe.train(constant, settings(Pairing.INSTRUCTION, 2, 150), 0)) {
      float[][] five = probe.embedUnderstanding(withConstant(TEST, 5).understanding());
      float[][] million = probe.embedUnderstanding(withConstant(TEST, 1e6f).understanding());
      assertArrayEquals(five, million);
    }
  }

  @Test
  void refusesRepresentationsOfAnotherWidth() throws Exception {
    try (Probe probe = Probe.train(TRAIN, settings(Pairing.INSTRUCTION, 1, 150), 0)) {
      assertThrows(
          IllegalArgumentException.class, () -> probe.embedExecution(TEST.understanding()));
    }
  }

  private static Probe.Settings settings(Pairing pairing, int steps, int batch) {
    return new Probe.Settings(pairing, 0.1, 32, steps, batch, 1e-3, 0.1);
  }

  private static double recall(Pairs train) throws InterruptedException {
    try (Probe probe = Probe.train(train, Probe.Settings.DEFAULT, 0)) {
      return Arrays.stream(Retrieval.hits(probe.similarity(TEST), LABELS, LABELS, 1))
          .average()
          .orElseThrow();
    }
  }

  private static Pairs withConstant(Pairs pairs, float value) {
    float[][] u = new float[pairs.size()][];
    Arrays.setAll(
        u,
        i -> {
          float[] row = Arrays.copyOf(pairs.understanding()[i], 129);
          row[128] = value;
          return row;
        });
    return new Pairs(u, pairs.execution(), pairs.labels());
  }
}
