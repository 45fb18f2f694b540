package mirrorlab.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The trustworthiness of a page (Venna and Kaski, 2001): 1 if near points are near items. */
final class Trust {
  private Trust() {}

  /**
   * As scikit-learn has it.
   *
   * @param k neighbours on the page
   */
  static double of(double[][] rows, double[][] page, int k) {
    int n = rows.length;
    double penalty = 0;
    int[] rank = new int[n];
    for (int i = 0; i < n; i++) {
      int[] near = order(rows, i);
      for (int r = 0; r < n - 1; r++) {
        rank[near[r]] = r + 1;
      }
      int[] shown = order(page, i);
      for (int r = 0; r < k; r++) {
        penalty += Math.max(0, rank[shown[r]] - k);
      }
    }
    return 1 - penalty * 2 / ((double) n * k * (2.0 * n - 3 * k - 1));
  }

  /** All others, the nearest first. */
  private static int[] order(double[][] rows, int i) {
    double[] distance = new double[rows.length];
    Arrays.setAll(distance, j -> squared(rows[i], rows[j]));
    return IntStream.range(0, rows.length)
        .filter(j -> j != i)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> distance[j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double squared(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += (a[d] - b[d]) * (a[d] - b[d]);
    }
    return sum;
  }
}
