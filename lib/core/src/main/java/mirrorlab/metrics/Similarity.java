package mirrorlab.metrics;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Similarities between N queries and M gallery items, read in blocks, so that N×M numbers need not
 * exist at once. None is NaN. The arrays that it returns are the caller's own.
 */
public interface Similarity {

  /** Rows {@code from … to − 1} of the N×M similarities. */
  float[][] rows(int from, int to);

  /** Columns {@code from … to − 1} of the N×M similarities, each as a row of N numbers. */
  float[][] columns(int from, int to);

  /**
   * The similarities of a matrix, N×M.
   *
   * @throws IllegalArgumentException if a similarity is NaN or +∞; the message names its row and
   *     column
   */
  static Similarity of(INDArray matrix) {
    float[][] rows = matrix.toFloatMatrix();
    Finite.check("the similarity", rows, true);
    float[][] columns = Retrieval.transposed(rows);
    return new Similarity() {
      @Override
      public float[][] rows(int from, int to) {
        return copies(rows, from, to);
      }

      @Override
      public float[][] columns(int from, int to) {
        return copies(columns, from, to);
      }

      private static float[][] copies(float[][] all, int from, int to) {
        return Arrays.stream(all, from, to).map(float[]::clone).toArray(float[][]::new);
      }
    };
  }

  /**
   * The cosines between rows ({@link Matrices#cosine}), computed for each block.
   *
   * @param queries N rows of D features
   * @param gallery M rows of D features
   */
  static Similarity cosine(float[][] queries, float[][] gallery) {
    INDArray a = Matrices.unitRows(Matrices.of(queries));
    INDArray b = Matrices.unitRows(Matrices.of(gallery));
    return new Similarity() {
      @Override
      public float[][] rows(int from, int to) {
        return Retrieval.transposed(columnsOf(part(a, from, to), b));
      }

      @Override
      public float[][] columns(int from, int to) {
        return columnsOf(a, part(b, from, to));
      }

      private static INDArray part(INDArray rows, int from, int to) {
        return rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
      }

      private static float[][] columnsOf(INDArray queries, INDArray gallery) {
        try (INDArray products = Matrices.product(queries, gallery.transpose())) {
          FloatBuffer numbers = products.data().asNioFloat(); // column-major
          float[][] columns = new float[gallery.rows()][queries.rows()];
          for (float[] column : columns) {
            numbers.get(column);
          }
          return columns;
        }
      }
    };
  }

  /** The similarities of N queries and M items of which nothing is known: all equal. */
  static Similarity uninformative(int queries, int gallery) {
    return new Similarity() {
      @Override
      public float[][] rows(int from, int to) {
        return new float[to - from][gallery];
      }

      @Override
      public float[][] columns(int from, int to) {
        return new float[to - from][queries];
      }
    };
  }
}
