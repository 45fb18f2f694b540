package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RetrievalTest {
  private static final int[] LABELS = {0, 0, 1, 2};
  // Row 0 finds item 1 (same label) first, row 1 item 2 (wrong), row 2 itself second, row 3 last.
  private static final INDArray SIMILARITY =
      Nd4j.createFromArray(
          new float[][] {
            {.1f, .9f, .2f, .3f}, {.2f, .5f, .9f, .1f}, {.1f, .9f, .8f, .2f}, {.9f, .8f, .7f, .6f}
          });

  @Test
  void aHitIsAnItemOfTheSameLabelAmongTheFirstK() {
    assertArrayEquals(new double[] {1, 0, 0, 0}, hits(SIMILARITY, 1));
    assertArrayEquals(new double[] {1, 1, 1, 0}, hits(SIMILARITY, 2));
    assertArrayEquals(new double[] {1, 1, 1, 1}, hits(SIMILARITY, 4));
    assertArrayEquals(new double[] {1, 1, 1, 1}, hits(SIMILARITY, 9));
  }

  @Test
  void theOtherDirectionReadsColumns() {
    // Column 0 is led by row 3 (wrong), 1 by rows 0 and 2 in a tie, 2 by row 1 (wrong), 3 by row 3.
    assertArrayEquals(new double[] {0, .5, 0, 1}, hits(SIMILARITY.transpose(), 1), 1e-12);
  }

  @Test
  void theOrderOfStorageDoesNotMatter() {
    assertArrayEquals(hits(SIMILARITY, 1), hits(SIMILARITY.dup('f'), 1));
  }

  @Test
  void withinATaskOnlyItsOwnItemsCompete() {
    int[] tasks = {0, 0, 1, 0};
    INDArray within = Retrieval.within(SIMILARITY, tasks, tasks);
    assertArrayEquals(new double[] {1, 1, 1, 0}, hits(within, 1));
    INDArray nothing = Retrieval.within(Nd4j.zeros(4, 4), tasks, tasks);
    assertArrayEquals(new double[] {2 / 3.0, 2 / 3.0, 1, 1 / 3.0}, hits(nothing, 1), 1e-12);
  }

  @Test
  void chanceAtOneIsTheShareOfTheLabel() {
    assertArrayEquals(new double[] {.5, .5, .25, .25}, Retrieval.chance(LABELS, LABELS, 1), 1e-12);
    // Two of four are drawn: 1 − C(2,2)/C(4,2) with two right ones, 2/4 with one.
    assertArrayEquals(
        new double[] {5 / 6.0, 5 / 6.0, .5, .5}, Retrieval.chance(LABELS, LABELS, 2), 1e-12);
  }

  @Test
  void randomEmbeddingsComeOutAtChance() {
    Random random = new Random(5);
    int[] labels = random.ints(400, 0, 10).toArray();
    double[] recall = {0, 0, 0};
    int[] ks = {1, 5, 10};
    int trials = 10;
    for (int trial = 0; trial < trials; trial++) {
      INDArray similarity = Matrices.cosine(gaussian(random, 400, 64), gaussian(random, 400, 64));
      for (int i = 0; i < 3; i++) {
        recall[i] += mean(Retrieval.hits(similarity, labels, labels, ks[i])) / trials;
      }
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(mean(Retrieval.chance(labels, labels, ks[i])), recall[i], 0.03);
    }
  }

  @Test
  void cosineIsThatOfRowsAndLeavesItsInputsAlone() {
    INDArray a = Nd4j.createFromArray(new float[][] {{3, 4}, {0, 2}, {0, 0}});
    INDArray b = Nd4j.createFromArray(new float[][] {{1, 0}, {5, 5}});
    float half = (float) Math.sqrt(.5);
    float[][] expected = {{.6f, 1.4f * half}, {0, half}, {0, 0}};
    float[][] cosine = Matrices.cosine(a, b).toFloatMatrix();
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(expected[i], cosine[i], 1e-6f);
    }
    assertArrayEquals(new float[] {3, 4}, a.toFloatMatrix()[0]);
    assertArrayEquals(cosine[0], Matrices.cosine(a.dup('f'), b.dup('f')).toFloatMatrix()[0], 1e-7f);
  }

  @Test
  void refusesWhatDoesNotFit() {
    int[] three = {0, 1, 2};
    assertThrows(
        IllegalArgumentException.class, () -> Retrieval.hits(SIMILARITY, three, LABELS, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Retrieval.hits(SIMILARITY, LABELS, LABELS, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Retrieval.hits(Nd4j.valueArrayOf(4, 4, Double.NaN), LABELS, LABELS, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Matrices.cosine(Nd4j.zeros(2, 3), Nd4j.zeros(2, 4)));
  }

  private static double[] hits(INDArray similarity, int k) {
    return Retrieval.hits(similarity, LABELS, LABELS, k);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static INDArray gaussian(Random random, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return Matrices.of(values);
  }
}
