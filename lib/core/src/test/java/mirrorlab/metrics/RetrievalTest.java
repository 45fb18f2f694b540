package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
  void withoutItsOwnEpisodeAQueryFindsOnlyOthers() {
    int[] episodes = {0, 1, 2, 3};
    float[][] apart = Retrieval.withoutOwn(SIMILARITY.toFloatMatrix(), episodes, episodes);
    assertEquals(Float.NEGATIVE_INFINITY, apart[1][1]);
    assertEquals(.9f, apart[1][2]);
    Retrieval.Place[] places = Retrieval.places(apart, LABELS, LABELS);
    assertEquals(1, places[0].hit(1)); // item 1 is nearest
    assertEquals(0, places[1].hit(1)); // item 0 comes after item 2
    assertEquals(1, places[1].hit(2));
    // Items 2 and 3 are the only ones of their labels: they have nothing to find.
    assertFalse(places[2].exists());
    assertTrue(Double.isNaN(places[3].hit(1)) && Double.isNaN(places[3].rank()));
  }

  @Test
  void chanceWithoutTheOwnEpisodeIsThatOfTheOthers() {
    // Five items, of which three have label 0: (m − 1) / (N − 1) = 2/4.
    int[] labels = {0, 0, 0, 1, 1};
    int[] episodes = {0, 1, 2, 3, 4};
    float[][] nothing = Retrieval.withoutOwn(new float[5][5], episodes, episodes);
    Retrieval.Place[] places = Retrieval.places(nothing, labels, labels);
    assertEquals(2 / 4.0, places[0].hit(1), 1e-12);
    assertEquals(1 / 4.0, places[4].hit(1), 1e-12);
    // The mean rank of the first of two right items among four: (4 + 1) / (2 + 1).
    assertEquals(5 / 3.0, places[0].rank(), 1e-12);
  }

  @Test
  void theRankIsThatOfTheNearestRightItem() {
    Retrieval.Place[] places = Retrieval.places(SIMILARITY.toFloatMatrix(), LABELS, LABELS);
    assertArrayEquals(
        new double[] {1, 2, 2, 4}, Arrays.stream(places).mapToDouble(p -> p.rank()).toArray());
  }

  @Test
  void cslsTakesWhatIsNearToEverythingDown() {
    // Item 0 is a hub: near to both queries. Query 1 belongs to item 1.
    float[][] cosines = {{.9f, .1f}, {.8f, .75f}};
    // By hand, k = 1: queries' nearest .9, .8; items' nearest .9, .75.
    float[][] expected = {{0, 2 * .1f - .9f - .75f}, {2 * .8f - .8f - .9f, 2 * .75f - .8f - .75f}};
    float[][] scaled = Retrieval.csls(cosines, 1);
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(expected[i], scaled[i], 1e-6f);
    }
    int[] labels = {0, 1};
    assertEquals(0, Retrieval.places(cosines, labels, labels)[1].hit(1));
    assertEquals(1, Retrieval.places(Retrieval.csls(cosines, 1), labels, labels)[1].hit(1), 1e-9);
  }

  @Test
  void cslsLeavesOutWhatIsHidden() {
    float[][] cosines = {{Float.NEGATIVE_INFINITY, .4f, .2f}, {.3f, Float.NEGATIVE_INFINITY, .1f}};
    float[][] scaled = Retrieval.csls(cosines, 10);
    assertEquals(Float.NEGATIVE_INFINITY, scaled[0][0]);
    // Query 0: mean .3; item 1: mean .4.
    assertEquals(2 * .4f - .3f - .4f, scaled[0][1], 1e-6f);
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
