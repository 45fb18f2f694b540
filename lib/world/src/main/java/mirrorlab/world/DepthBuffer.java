package mirrorlab.world;

import java.util.Arrays;

/**
 * A grid of samples, each of which stores the nearest triangle that covers its centre.
 *
 * <p>Sample (row i, column j) has its centre at (j + ½, i + ½). Nearness is any number that is
 * linear over the picture and grows towards the eye: 1/depth in perspective, height in a plan.
 */
final class DepthBuffer {
  /** Rows × columns: the nearness of the nearest triangle. */
  float[] nearness = {};

  /**
   * Rows × columns: the nearest triangle; valid only where {@link #nearness} exceeds its initial
   * value.
   */
  int[] nearest = {};

  private int columns;
  private int rows;

  /** Clears the grid; {@code farthest} is less than the nearness of every triangle to come. */
  void clear(int columns, int rows, float farthest) {
    this.columns = columns;
    this.rows = rows;
    if (nearness.length < columns * rows) {
      nearness = new float[columns * rows];
      nearest = new int[columns * rows];
    }
    Arrays.fill(nearness, 0, columns * rows, farthest);
  }

  /**
   * Draws a triangle with corners (x, y) in samples and the nearness v of each.
   *
   * <p>Triangles that share an edge leave no gap and no overlap: a sample whose centre is on the
   * edge belongs to the triangle on its right or below it.
   */
  void draw(
      float ax,
      float ay,
      float av,
      float bx,
      float by,
      float bv,
      float cx,
      float cy,
      float cv,
      int triangle) {
    if (ay > by) {
      draw(bx, by, bv, ax, ay, av, cx, cy, cv, triangle);
    } else if (by > cy) {
      draw(ax, ay, av, cx, cy, cv, bx, by, bv, triangle);
    } else {
      drawSorted(ax, ay, av, bx, by, bv, cx, cy, cv, triangle);
    }
  }

  private void drawSorted(
      double ax,
      double ay,
      double av,
      double bx,
      double by,
      double bv,
      double cx,
      double cy,
      double cv,
      int triangle) {
    double area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    int top = Math.max(0, first(ay));
    int bottom = Math.min(rows, first(cy));
    if (area == 0 || top >= bottom) {
      return;
    }
    double vx = ((bv - av) * (cy - ay) - (cv - av) * (by - ay)) / area;
    double vy = ((cv - av) * (bx - ax) - (bv - av) * (cx - ax)) / area;
    double acSlope = (cx - ax) / (cy - ay);
    double abSlope = (bx - ax) / (by - ay);
    double bcSlope = (cx - bx) / (cy - by);
    float step = (float) vx;
    for (int row = top; row < bottom; row++) {
      double y = row + 0.5;
      double x1 = ax + (y - ay) * acSlope;
      double x2 = y < by ? ax + (y - ay) * abSlope : bx + (y - by) * bcSlope;
      int left = Math.max(0, first(Math.min(x1, x2)));
      int right = Math.min(columns, first(Math.max(x1, x2)));
      float v = (float) (av + (left + 0.5 - ax) * vx + (y - ay) * vy);
      int end = row * columns + right;
      for (int i = row * columns + left; i < end; i++) {
        if (v > nearness[i]) {
          nearness[i] = v;
          nearest[i] = triangle;
        }
        v += step;
      }
    }
  }

  /** The first sample whose centre is not before x. */
  private static int first(double x) {
    return (int) Math.ceil(x - 0.5);
  }
}
