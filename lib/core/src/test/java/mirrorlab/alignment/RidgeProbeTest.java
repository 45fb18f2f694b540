package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.metrics.Retrieval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeProbeTest {
  private static final Planted WORLD = new Planted(12, 3, 1, 1);
  private static final Pairs TRAIN = WORLD.draw(300, 2);
  private static final Pairs VALIDATION = WORLD.draw(120, 4);
  private static final Pairs TEST = WORLD.draw(240, 3);

  private static double recall(Pairs train) {
    int[] labels = TEST.labels().instructions();
    return Arrays.stream(
            Retrieval.hits(RidgeProbe.fit(train, VALIDATION).similarity(TEST), labels, labels, 1))
        .average()
        .orElseThrow();
  }

  @Test
  void findsAPlantedRelationInEpisodesItNeverSaw() {
    assertTrue(recall(TRAIN) > 0.8, "recall " + recall(TRAIN));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e25, 1e-30})
  void theScaleOfTheRepresentationsChangesNothing(double scale) {
    RidgeProbe plain = RidgeProbe.fit(TRAIN, VALIDATION);
    RidgeProbe probe = RidgeProbe.fit(scaled(TRAIN, scale), scaled(VALIDATION, scale));
    float[] expected = plain.similarity(TEST).toFloatMatrix()[5];
    assertArrayEquals(expected, probe.similarity(scaled(TEST, scale)).toFloatMatrix()[5], 1e-4f);
  }

  private static Pairs scaled(Pairs pairs, double scale) {
    return new Pairs(
        scaled(pairs.understanding(), scale), scaled(pairs.execution(), scale), pairs.labels());
  }

  private static float[][] scaled(float[][] rows, double scale) {
    float[][] scaled = new float[rows.length][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < scaled[i].length; d++) {
        scaled[i][d] = (float) (scale * rows[i][d]);
      }
    }
    return scaled;
  }

  @Test
  void aCollapsedEncoderIsAtChance() {
    float[][] constant = new float[TRAIN.size()][];
    Arrays.fill(constant, TRAIN.understanding()[0]);
    assertEquals(1 / 12.0, recall(new Pairs(constant, TRAIN.execution(), TRAIN.labels())), 0.02);
  }

  @Test
  void findsNothingWhereThePairsWereShuffled() {
    double mean =
        IntStream.range(0, 4).mapToDouble(seed -> recall(TRAIN.shuffled(seed))).average().orElse(1);
    assertEquals(1 / 12.0, mean, 0.08);
  }

  @Test
  void aLinearRelationWithoutNoiseIsRecovered() {
    // u = A·e for 3 → 2 numbers. No validation episode has anything to find, so the least penalty
    // stays, and the cosines of pairs are 1.
    Random random = new Random(5);
    float[][] e = new float[60][3];
    float[][] u = new float[60][2];
    for (int i = 0; i < 60; i++) {
      for (int k = 0; k < 3; k++) {
        e[i][k] = (float) random.nextGaussian();
      }
      u[i][0] = 2 * e[i][0] - e[i][2] + 5;
      u[i][1] = e[i][1] + 0.5f * e[i][2];
    }
    int[] each = IntStream.range(0, 60).toArray();
    Pairs all = new Pairs(u, e, new Labels(each, each, new int[60]));
    float[][] cosines = RidgeProbe.fit(all, all).similarity(all).toFloatMatrix();
    for (int i = 0; i < 60; i++) {
      assertTrue(cosines[i][i] > 0.999, "pair " + i + ": " + cosines[i][i]);
    }
  }

  @Test
  void theCosineIsThatOfTheClosedFormByHand() {
    // One feature each, standardised: x = y = ±1, so W = 1 / (1 + λ) and the cosine is ±1.
    float[][] column = {{3}, {7}, {3}, {7}};
    int[] each = {0, 1, 2, 3};
    Pairs pairs = new Pairs(column, column, new Labels(each, new int[] {0, 1, 0, 1}, new int[4]));
    float[][] cosines = RidgeProbe.fit(pairs, pairs).similarity(pairs).toFloatMatrix();
    assertEquals(1, cosines[0][2], 1e-6);
    assertEquals(-1, cosines[0][1], 1e-6);
  }
}
