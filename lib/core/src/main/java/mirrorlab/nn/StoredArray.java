package mirrorlab.nn;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;

/**
 * An array in a file, whose numbers are read on demand.
 *
 * @param shape length of each axis
 * @param type type of its numbers in the file
 * @param content reads the numbers
 */
public record StoredArray(Shape shape, NumberType type, Content content) {

  /** Reads an array's numbers on demand. */
  @FunctionalInterface
  public interface Content {
    /** Reads the numbers as 32-bit floats, the last axis fastest. */
    float[] read() throws IOException;
  }

  /** The same numbers in another shape of the same size. */
  public StoredArray reshape(Shape other) {
    if (other.size() != shape.size()) {
      throw new IllegalArgumentException("an array of shape " + shape + " cannot become " + other);
    }
    return new StoredArray(other, type, content);
  }

  /**
   * Its numbers as 32-bit floats, the last axis fastest.
   *
   * @throws IOException if the file is damaged
   * @throws IllegalStateException if they are integers
   */
  public float[] read() throws IOException {
    if (!type.isReal()) {
      throw new IllegalStateException("an array of " + type + " is not read as floats");
    }
    return content.read();
  }

  /**
   * The rows of an N×D array.
   *
   * @throws IOException if the file is damaged
   * @throws IllegalStateException if the array has another number of axes, or holds integers
   */
  public float[][] rows() throws IOException {
    if (shape.dimension() != 2) {
      throw new IllegalStateException("an array of shape " + shape + " has no rows; N×D has");
    }
    int width = (int) shape.get(1);
    float[] numbers = read();
    float[][] rows = new float[(int) shape.get(0)][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(numbers, i * width, (i + 1) * width));
    return rows;
  }
}
