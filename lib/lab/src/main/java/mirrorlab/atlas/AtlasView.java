package mirrorlab.atlas;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.evaluation.TsneProjection;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.Retrieval;

/**
 * N episodes in one shared space: that of one arm and one layer of E.
 *
 * @param arm such as {@code aligned}
 * @param layer of E, such as {@code scene.coarse}
 * @param points 2N places (x, y) by t-SNE: U's embeddings of the episodes, then E's
 * @param neighbours 2N rows, for the same points: the episodes whose embeddings on the other side
 *     have the largest cosines, nearest first; ties by index
 */
public record AtlasView(String arm, String layer, double[][] points, int[][] neighbours) {
  /** Neighbours per point, where there are so many episodes. */
  static final int NEIGHBOURS = 6;

  /** Checks the sizes. */
  public AtlasView {
    if (points.length != neighbours.length || points.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a view has a row of neighbours for each of its points, and two points per episode; there"
              + " are "
              + neighbours.length
              + " and "
              + points.length);
    }
  }

  /**
   * Projects embeddings and finds their neighbours.
   *
   * @param understanding U's embeddings, N rows of Z; N is at least 2
   * @param execution E's embeddings of the same episodes, N rows of Z
   * @param seed seed of t-SNE
   */
  public static AtlasView of(
      String arm, String layer, float[][] understanding, float[][] execution, long seed) {
    float[][] cosines =
        Matrices.cosine(Matrices.of(understanding), Matrices.of(execution)).toFloatMatrix();
    return new AtlasView(
        arm,
        layer,
        TsneProjection.points(understanding, execution, seed),
        Stream.of(cosines, Retrieval.transposed(cosines))
            .flatMap(Arrays::stream)
            .map(AtlasView::nearest)
            .toArray(int[][]::new));
  }

  private static int[] nearest(float[] cosines) {
    return IntStream.range(0, cosines.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -cosines[i])) // stable, so ties stay by index
        .limit(NEIGHBOURS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * The same view, centred and turned or mirrored to lie as closely as possible over another of the
   * same episodes, so that points move little between them. Distances stay as they are.
   */
  AtlasView over(AtlasView other) {
    double[][] here = centred(points);
    double[][] there = centred(other.points);
    double[][] mirrored =
        Arrays.stream(here).map(p -> new double[] {p[0], -p[1]}).toArray(double[][]::new);
    double[] turn = turn(here, there);
    double[] mirroredTurn = turn(mirrored, there);
    boolean isMirrored =
        Math.hypot(mirroredTurn[0], mirroredTurn[1]) > Math.hypot(turn[0], turn[1]);
    return new AtlasView(
        arm, layer, isMirrored ? turned(mirrored, mirroredTurn) : turned(here, turn), neighbours);
  }

  private static double[][] centred(double[][] points) {
    double x = Arrays.stream(points).mapToDouble(p -> p[0]).average().orElse(0);
    double y = Arrays.stream(points).mapToDouble(p -> p[1]).average().orElse(0);
    return Arrays.stream(points)
        .map(p -> new double[] {p[0] - x, p[1] - y})
        .toArray(double[][]::new);
  }

  /** (Σ p·q, Σ p×q): the direction of the best rotation of p onto q, and its fit as the length. */
  private static double[] turn(double[][] p, double[][] q) {
    double[] turn = new double[2];
    for (int i = 0; i < p.length; i++) {
      turn[0] += p[i][0] * q[i][0] + p[i][1] * q[i][1];
      turn[1] += p[i][0] * q[i][1] - p[i][1] * q[i][0];
    }
    return turn;
  }

  private static double[][] turned(double[][] points, double[] turn) {
    double length = Math.hypot(turn[0], turn[1]);
    double cos = length == 0 ? 1 : turn[0] / length;
    double sin = length == 0 ? 0 : turn[1] / length;
    return Arrays.stream(points)
        .map(p -> new double[] {cos * p[0] - sin * p[1], sin * p[0] + cos * p[1]})
        .toArray(double[][]::new);
  }
}
