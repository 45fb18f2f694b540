package mirrorlab.nn;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;

/**
 * An array in a file, known before its numbers are read.
 *
 * @param shape length of each axis
 * @param type how the file stores its numbers
 * @param content the numbers, yet to be read
 */
public record StoredArray(Shape shape, NumberType type, Content content) {

  /** Numbers yet to be read. */
  @FunctionalInterface
  public interface Content {
    /** Reads them as 32-bit floats, the last axis fastest. */
    float[] read() throws IOException;
  }

  /** The same numbers in another shape of as many. */
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
}
