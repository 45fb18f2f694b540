package mirrorlab.metrics;

import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Rows of features as ND4J matrices, and how alike they are. */
public final class Matrices {
  private Matrices() {}

  static {
    // ND4J shares libgomp with PyTorch, and loading it gives this thread as many OpenMP threads as
    // there are cores: PyTorch's small steps then took ten times as long on a busy machine. Both
    // calls are needed, BLAS first.
    Nd4j.factory().blas().setMaxThreads(1);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
  }

  /** N rows of D features → N×D. */
  public static INDArray of(float[][] rows) {
    return Nd4j.createFromArray(rows);
  }

  /** N×D → the same rows at length 1, in a new array; rows of zeros stay zeros. */
  public static INDArray unitRows(INDArray rows) {
    INDArray lengths = rows.norm2(true, 1);
    lengths.addi(lengths.eq(0).castTo(lengths.dataType()));
    return rows.divColumnVector(lengths);
  }

  /** N×D and M×D → N×M cosines between rows: {@code aᵢ·bⱼ / (‖aᵢ‖ ‖bⱼ‖)}. */
  public static INDArray cosine(INDArray a, INDArray b) {
    if (a.columns() != b.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "cosines need rows of one width; these are %d and %d wide, so map both to one space first",
              a.columns(),
              b.columns()));
    }
    return product(unitRows(a), unitRows(b).transpose());
  }

  /** The matrix product; OpenBLAS writes column-ordered results, so it is given one to fill. */
  static INDArray product(INDArray a, INDArray b) {
    return a.mmuli(b, Nd4j.create(a.dataType(), new long[] {a.rows(), b.columns()}, 'f'));
  }
}
