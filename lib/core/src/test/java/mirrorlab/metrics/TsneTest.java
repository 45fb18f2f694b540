package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static final int EACH = 30;

  /** Three clouds far from each other, in ten dimensions. */
  private static float[][] clouds() {
    Random random = new Random(1);
    float[][] rows = new float[3 * EACH][10];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < 10; k++) {
        rows[i][k] = (float) (random.nextGaussian() + (k == i % 3 ? 20 : 0));
      }
    }
    return rows;
  }

  @Test
  void anItemsNearestOnThePageIsOfItsOwnCloud() {
    double[][] page = Tsne.embed(Matrices.of(clouds()), 10, 0);
    for (int i = 0; i < page.length; i++) {
      int nearest = i == 0 ? 1 : 0;
      for (int j = 0; j < page.length; j++) {
        nearest = j != i && distance(page, i, j) < distance(page, i, nearest) ? j : nearest;
      }
      assertEquals(i % 3, nearest % 3, "item " + i);
    }
  }

  private static double distance(double[][] page, int i, int j) {
    return Math.hypot(page[i][0] - page[j][0], page[i][1] - page[j][1]);
  }

  @Test
  void everyItemHasTheSameNumberOfNeighbours() {
    double perplexity = 7;
    double[][] squares = Tsne.squaredDistances(Matrices.of(clouds()));
    double[][] p = Tsne.affinities(squares, perplexity);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        assertEquals(p[i][j], p[j][i]);
        sum += p[i][j];
      }
      assertEquals(0, p[i][i]);
    }
    assertEquals(1, sum, 1e-9);
    // Four corners of a square see two neighbours near and one far, all alike.
    double[][] corners = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    double[][] alike = Tsne.affinities(Tsne.squaredDistances(Matrices.of(floats(corners))), 1);
    assertEquals(alike[0][1], alike[1][2], 1e-12);
    assertTrue(alike[0][1] > alike[0][2]);
  }

  private static float[][] floats(double[][] rows) {
    float[][] out = new float[rows.length][rows[0].length];
    for (int i = 0; i < out.length; i++) {
      for (int k = 0; k < out[i].length; k++) {
        out[i][k] = (float) rows[i][k];
      }
    }
    return out;
  }

  @Test
  void thePageIsFarBetterThanChance() {
    double[][] p = Tsne.affinities(Tsne.squaredDistances(Matrices.of(clouds())), 10);
    double[][] page = Tsne.embed(Matrices.of(clouds()), 10, 0);
    Random random = new Random(3);
    double[][] chance = new double[page.length][2];
    for (double[] point : chance) {
      point[0] = 10 * random.nextGaussian();
      point[1] = 10 * random.nextGaussian();
    }
    assertTrue(Tsne.divergence(p, page) < 0.3 * Tsne.divergence(p, chance));
  }

  @Test
  void theSameSeedGivesTheSamePage() {
    assertArrayEquals(
        Tsne.embed(Matrices.of(clouds()), 10, 5), Tsne.embed(Matrices.of(clouds()), 10, 5));
  }

  @Test
  void refusesMoreNeighboursThanThereAre() {
    assertThrows(
        IllegalArgumentException.class, () -> Tsne.embed(Matrices.of(new float[9][2]), 3, 0));
  }
}
