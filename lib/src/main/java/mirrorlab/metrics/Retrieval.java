package mirrorlab.metrics;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Recall@k: how often one of the k gallery items most similar to a query has the query's label.
 *
 * <p>Items that are equally similar count as if drawn in random order, so a similarity that tells
 * nothing earns exactly {@link #chance}.
 */
public final class Retrieval {
  private Retrieval() {}

  /**
   * For each query, whether one of its k nearest gallery items has its label: 1, 0, or between
   * where ties leave it open. The mean over queries is Recall@k; the other direction is had from
   * the transposed matrix.
   *
   * @param similarity N queries × M gallery items; −∞ keeps an item out of a query's gallery
   * @param queries N labels
   * @param gallery M labels
   * @param k at least 1
   */
  public static double[] hits(INDArray similarity, int[] queries, int[] gallery, int k) {
    check("queries", similarity.rows(), queries);
    check("gallery", similarity.columns(), gallery);
    if (k < 1) {
      throw new IllegalArgumentException("k is " + k + "; give at least 1");
    }
    float[][] rows = similarity.toFloatMatrix();
    double[] hits = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      hits[i] = hit(rows[i], queries[i], gallery, k);
    }
    return hits;
  }

  /**
   * What {@link #hits} gives for a similarity that tells nothing; for k = 1 it is m/M, with m the
   * gallery items that have the query's label.
   */
  public static double[] chance(int[] queries, int[] gallery, int k) {
    return hits(Nd4j.zeros(queries.length, gallery.length), queries, gallery, k);
  }

  /**
   * The same similarities with −∞ wherever query and gallery item belong to different groups: then
   * knowing the group, such as the task, earns nothing.
   */
  public static INDArray within(INDArray similarity, int[] queryGroups, int[] galleryGroups) {
    check("queryGroups", similarity.rows(), queryGroups);
    check("galleryGroups", similarity.columns(), galleryGroups);
    float[][] rows = similarity.toFloatMatrix();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        if (queryGroups[i] != galleryGroups[j]) {
          rows[i][j] = Float.NEGATIVE_INFINITY;
        }
      }
    }
    return Nd4j.createFromArray(rows);
  }

  private static double hit(float[] similarity, int label, int[] gallery, int k) {
    float best = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < gallery.length; j++) {
      if (Float.isNaN(similarity[j])) {
        throw new IllegalArgumentException("a similarity is NaN; look for NaN in the embeddings");
      }
      if (gallery[j] == label) {
        best = Math.max(best, similarity[j]);
      }
    }
    if (best == Float.NEGATIVE_INFINITY) {
      return 0;
    }
    int nearer = 0;
    int tied = 0;
    int tiedWrong = 0;
    for (int j = 0; j < gallery.length; j++) {
      nearer += similarity[j] > best ? 1 : 0;
      tied += similarity[j] == best ? 1 : 0;
      tiedWrong += similarity[j] == best && gallery[j] != label ? 1 : 0;
    }
    // Of the tied items the first k − nearer are taken; the chance that all of them are wrong:
    double miss = 1;
    for (int taken = 0; taken < Math.min(k - nearer, tied); taken++) {
      miss *= Math.max(0.0, tiedWrong - taken) / (tied - taken);
    }
    return 1 - miss;
  }

  private static void check(String name, long size, int[] labels) {
    if (labels.length != size) {
      throw new IllegalArgumentException(
          "%s has %d labels and the matrix %d items along that side"
              .formatted(name, labels.length, size));
    }
  }
}
