package mirrorlab.episode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  // At (1, 2, 3), looking along −y with z up: x right = −X, y up = Z, z back = Y.
  private final Projection projection =
      Projection.of(64, 48, 90, new double[] {1, 2, 3}, new double[] {-1, 0, 0, 0, 0, 1, 0, 1, 0});

  @Test
  void whatIsStraightAheadIsInTheMiddle() {
    assertArrayEquals(new double[] {32, 24, 5}, projection.project(new double[] {1, -3, 3}), 1e-12);
  }

  @Test
  void theFieldOfViewEndsAtThePicturesEdge() {
    // 90° upright: at 5 m the top edge is 5 m above the middle; pixels are square.
    assertArrayEquals(new double[] {32, 0, 5}, projection.project(new double[] {1, -3, 8}), 1e-9);
    double side = 5 * 64 / 48.0;
    assertArrayEquals(
        new double[] {64, 24, 5}, projection.project(new double[] {1 - side, -3, 3}), 1e-9);
  }

  @Test
  void unprojectingUndoesProjecting() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      double[] point = {random.nextGaussian(), -random.nextDouble(), random.nextGaussian()};
      double[] seen = projection.project(point);
      assertArrayEquals(point, projection.unproject(seen[0], seen[1], seen[2]), 1e-9);
      assertEquals(2 - point[1], seen[2], 1e-12);
    }
  }
}
