package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of features as ND4J matrices, and the cosines between them. */
public final class Matrices {
  private Matrices() {}

  // Between these, squares of single precision neither overflow nor underflow.
  private static final double SMALLEST = 1e-15;
  private static final double LARGEST = 1e15;

  /**
   * N rows of D features → N×D.
   *
   * @throws IllegalArgumentException if there is no row, if rows differ in width, or if a number is
   *     NaN or infinite; the message names its row and column
   */
  public static INDArray of(float[][] rows) {
    Finite.check("the features", rows, false);
    return Nd4j.createFromArray(rows);
  }

  /**
   * N×D → the same rows at length 1, in a new array; rows of zeros stay zeros.
   *
   * <p>The scale of a row does not matter, from the smallest number above 0 to the largest.
   *
   * @throws IllegalArgumentException if a number is NaN or infinite; the message names its row and
   *     column
   */
  public static INDArray unitRows(INDArray rows) {
    double[][] numbers = numbers(rows);
    if (!Arrays.stream(numbers).allMatch(Matrices::hasOrdinaryScale)) {
      for (double[] row : numbers) {
        normalise(row);
      }
      return Nd4j.createFromArray(numbers).castTo(rows.dataType());
    }
    INDArray lengths = rows.norm2(true, 1);
    lengths.addi(lengths.eq(0).castTo(lengths.dataType()));
    return rows.divColumnVector(lengths);
  }

  /** The numbers of a matrix, all of them finite. */
  static double[][] numbers(INDArray rows) {
    int width = rows.columns();
    double[] flat = rows.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    double[][] numbers = new double[rows.rows()][];
    Arrays.setAll(numbers, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
    Finite.check("the features", numbers);
    return numbers;
  }

  private static boolean hasOrdinaryScale(double[] row) {
    double largest = largest(row);
    return largest == 0 || largest > SMALLEST && largest < LARGEST;
  }

  private static double largest(double[] row) {
    return Arrays.stream(row).map(Math::abs).max().orElse(0);
  }

  /** Divides by the largest number first, so that no square overflows or underflows. */
  private static void normalise(double[] row) {
    double largest = largest(row);
    if (largest > 0) {
      Arrays.setAll(row, j -> row[j] / largest);
      double length = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
      Arrays.setAll(row, j -> row[j] / length);
    }
  }

  /**
   * N×D and M×D → N×M cosines between rows: {@code aᵢ·bⱼ / (‖aᵢ‖ ‖bⱼ‖)}; 0 if a row is all zeros.
   */
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

  /**
   * The matrix product; OpenBLAS writes column-major results, so it is given such an array to fill.
   */
  static INDArray product(INDArray a, INDArray b) {
    return a.mmuli(b, Nd4j.create(a.dataType(), new long[] {a.rows(), b.columns()}, 'f'));
  }
}
