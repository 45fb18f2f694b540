package mirrorlab.execution;

/** Three H×W heatmaps, one per view, that together give the gripper's target in space. */
final class Heatmaps {
  private Heatmaps() {}

  /** Standard deviation of a label, in pixels. */
  static final double SIGMA = 1;

  /** Lattice cells to either side of the best cell in the soft mean. */
  private static final int REACH = 2;

  /**
   * Writes the heatmaps' labels: per view a Gaussian of σ = 1 pixel that sums to 1.
   *
   * @param points 3×2 columns and rows in pixels, {@link VirtualViews#project}
   * @param out 3×H×W numbers from {@code offset}
   */
  static void label(float[] points, int size, float[] out, int offset) {
    double[] across = new double[size];
    double[] down = new double[size];
    for (int v = 0; v < 3; v++) {
      double sum = gaussian(points[2 * v], across) * gaussian(points[2 * v + 1], down);
      int at = offset + v * size * size;
      for (int i = 0; i < size * size; i++) {
        out[at + i] = (float) (down[i / size] * across[i % size] / sum);
      }
    }
  }

  private static double gaussian(double centre, double[] out) {
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      double d = (i + 0.5 - centre) / SIGMA;
      out[i] = Math.exp(-0.5 * d * d);
      sum += out[i];
    }
    return sum;
  }

  /**
   * The point with the largest sum of the three views' logits:
   *
   * <pre>  argmax over i, j, k of  top(i, j) + front(j, k) + left(i, k)</pre>
   *
   * over the H³ lattice, then the soft mean over the 5³ cells around it. (Normalising the logits
   * would add the same number to every cell.)
   *
   * @param logits 3×H×W from {@code offset}
   * @return x, y, z in the crop's units, 0 to H
   */
  static double[] peak(float[] logits, int offset, int size) {
    float[] top = lattice(logits, offset, size, ViewPoint.TOP);
    float[] front = lattice(logits, offset, size, ViewPoint.FRONT);
    float[] left = lattice(logits, offset, size, ViewPoint.LEFT);
    int[] best = new int[3];
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        float here = top[i * size + j];
        for (int k = 0; k < size; k++) {
          float score = here + front[j * size + k] + left[i * size + k];
          if (score > most) {
            most = score;
            best = new int[] {i, j, k};
          }
        }
      }
    }
    return softMean(top, front, left, best, size);
  }

  /** One view's logits, indexed by the lattice's two axes in the order x, y, z. */
  private static float[] lattice(float[] logits, int offset, int size, ViewPoint side) {
    float[] out = new float[size * size];
    int first = Math.min(side.columnAxis, side.rowAxis);
    int second = Math.max(side.columnAxis, side.rowAxis);
    int[] cell = new int[3];
    for (int i = 0; i < out.length; i++) {
      cell[first] = i / size;
      cell[second] = i % size;
      out[i] = logits[offset + side.ordinal() * size * size + side.pixel(cell, size)];
    }
    return out;
  }

  private static double[] softMean(float[] top, float[] front, float[] left, int[] best, int size) {
    double peak =
        top[best[0] * size + best[1]]
            + front[best[1] * size + best[2]]
            + left[best[0] * size + best[2]];
    double[] mean = new double[3];
    double sum = 0;
    for (int i = Math.max(0, best[0] - REACH); i <= Math.min(size - 1, best[0] + REACH); i++) {
      for (int j = Math.max(0, best[1] - REACH); j <= Math.min(size - 1, best[1] + REACH); j++) {
        for (int k = Math.max(0, best[2] - REACH); k <= Math.min(size - 1, best[2] + REACH); k++) {
          double w = Math.exp(top[i * size + j] + front[j * size + k] + left[i * size + k] - peak);
          mean[0] += w * (i + 0.5);
          mean[1] += w * (j + 0.5);
          mean[2] += w * (k + 0.5);
          sum += w;
        }
      }
    }
    return new double[] {mean[0] / sum, mean[1] / sum, mean[2] / sum};
  }
}
