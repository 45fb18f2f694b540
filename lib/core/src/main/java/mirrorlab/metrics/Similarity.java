package mirrorlab.metrics;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Similarities between N queries and M gallery items, read in blocks, so that N×M numbers need not
 * exist at once.
 */
public interface Similarity {

  /** Rows {@code from … to − 1} of the N×M similarities. */
  float[][] rows(int from, int to);

  /** Columns {@code from … to − 1} of the N×M similarities, each as a row of N numbers. */
  float[][] columns(int from, int to);

  /** The similarities of a matrix, N×M. */
  static Similarity of(INDArray matrix) {
    float[][] rows = matrix.toFloatMatrix();
    float[][] columns = Retrieval.transposed(rows);
    return new Similarity() {
      @Override
      public float[][] rows(int from, int to) {
        return Arrays.copyOfRange(rows, from, to);
      }

      @Override
      public float[][] columns(int from, int to) {
        return Arrays.copyOfRange(columns, from, to);
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
        return Matrices.product(part(a, from, to), b.transpose()).toFloatMatrix();
      }

      @Override
      public float[][] columns(int from, int to) {
        return Retrieval.transposed(
            Matrices.product(a, part(b, from, to).transpose()).toFloatMatrix());
      }

      private INDArray part(INDArray rows, int from, int to) {
        boolean whole = from == 0 && to == rows.rows();
        return whole ? rows : rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()).dup();
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
