package mirrorlab.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AtlasViewTest {
  /** Rows of lengths other than 1, so that a cosine differs from a product. */
  private static float[][] rows(int n, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[n][5];
    for (int i = 0; i < n; i++) {
      for (int d = 0; d < 5; d++) {
        rows[i][d] = (1 + i % 3) * (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int d = 0; d < a.length; d++) {
      product += a[d] * b[d];
      squaresA += a[d] * a[d];
      squaresB += b[d] * b[d];
    }
    return product / Math.sqrt(squaresA * squaresB);
  }

  /** The ranks below {@code count} by counting how many others are nearer. */
  private static int[] nearest(float[] query, float[][] gallery, int count) {
    int[] nearest = new int[count];
    for (int j = 0; j < gallery.length; j++) {
      int nearer = 0;
      for (float[] other : gallery) {
        nearer += cosine(query, other) > cosine(query, gallery[j]) ? 1 : 0;
      }
      if (nearer < count) {
        nearest[nearer] = j;
      }
    }
    return nearest;
  }

  @Test
  void neighboursAreTheLargestCosinesOnTheOtherSide() {
    float[][] u = rows(20, 1);
    float[][] e = rows(20, 2);
    AtlasView view = AtlasView.of("aligned", "scene.coarse", u, e, 3);
    assertEquals(40, view.points().length);
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(nearest(u[i], e, 6), view.neighbours()[i], "U's point " + i);
      assertArrayEquals(nearest(e[i], u, 6), view.neighbours()[20 + i], "E's point " + i);
    }
  }

  @Test
  void tiesAreInTheOrderOfEpisodesAndFewEpisodesHaveFewNeighbours() {
    float[][] u = {{1, 0}, {0, 1}, {-1, 0}};
    float[][] e = {{0, 2}, {3, 0}, {0, 1}};
    int[][] neighbours = AtlasView.of("aligned", "scene.coarse", u, e, 0).neighbours();
    assertArrayEquals(new int[] {1, 0, 2}, neighbours[0]);
    assertArrayEquals(new int[] {0, 2, 1}, neighbours[1]);
    assertArrayEquals(new int[] {0, 2, 1}, neighbours[2]);
    assertArrayEquals(new int[] {1, 0, 2}, neighbours[3]);
  }

  @Test
  void aTurnedAndMirroredViewIsLaidBackOverTheOther() {
    double[][] points = {{0, 0}, {4, 0}, {0, 2}, {-4, -2}}; // centred
    double[][] moved = new double[4][];
    for (int i = 0; i < 4; i++) { // mirrored, turned by 90°, moved
      moved[i] = new double[] {points[i][1] + 7, points[i][0] - 3};
    }
    int[][] none = new int[4][0];
    AtlasView first = new AtlasView("baseline", "scene.coarse", points, none);
    double[][] laid = new AtlasView("aligned", "scene.coarse", moved, none).over(first).points();
    for (int i = 0; i < 4; i++) {
      assertArrayEquals(points[i], laid[i], 1e-9);
    }
  }

  @Test
  void numbersThatAreNotFiniteAreNamed() {
    float[][] u = rows(4, 1);
    u[2][3] = Float.NaN;
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> AtlasView.of("aligned", "scene.coarse", u, rows(4, 2), 0));
    assertTrue(e.getMessage().contains("2") && e.getMessage().contains("3"), e.getMessage());
  }
}
