package mirrorlab.nn;

import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * The memory layout of an array: element (i, j, …) at i·stride₀ + j·stride₁ + …, counted in
 * numbers.
 */
public final class Layout {
  private static final int MOST_AXES = 64;

  private final NumberType type;
  private final long[] shape;
  private final long[] strides;
  private final int count;
  private final int span;

  /**
   * Checks the shape, the strides and the size.
   *
   * @throws IllegalArgumentException if a length or stride is negative or missing, or if the array
   *     takes 2 GiB or more
   */
  public Layout(NumberType type, long[] shape, long[] strides) {
    this.type = type;
    this.shape = shape.clone();
    this.strides = strides.clone();
    boolean whole =
        shape.length == strides.length
            && shape.length <= MOST_AXES
            && Arrays.stream(shape).allMatch(length -> length >= 0)
            && Arrays.stream(strides).allMatch(stride -> stride >= 0);
    if (!whole) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an array has the shape %s and the strides %s",
              brief(shape),
              brief(strides)));
    }
    try {
      long numbers = 1;
      long last = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        numbers = Math.multiplyExact(numbers, shape[axis]);
        last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
      }
      count = Math.toIntExact(numbers);
      span = numbers == 0 ? 0 : Math.toIntExact(last + 1);
      Math.multiplyExact(Math.max(count, span), Math.max(type.bytes(), Float.BYTES));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "an array of shape %s takes 2 GiB or more", brief(shape)), e);
    }
  }

  /** A contiguous layout, the last axis fastest. */
  public static Layout rows(NumberType type, long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return new Layout(type, shape, strides);
  }

  private static String brief(long[] numbers) {
    return Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, MOST_AXES)));
  }

  /** The type of each number. */
  public NumberType type() {
    return type;
  }

  /** The lengths of the axes. */
  public Shape shape() {
    return new Shape(shape);
  }

  /** The number of elements. */
  public int count() {
    return count;
  }

  /** The numbers in memory from the first element to the last, both included. */
  public int span() {
    return span;
  }

  /** The bytes of {@link #span} numbers. */
  public int bytes() {
    return span * type.bytes();
  }

  /**
   * Reads all elements, the last axis fastest, from a stream positioned at the first of them.
   *
   * @throws EOFException if the stream is too short
   */
  public float[] read(InputStream in, ByteOrder order) throws IOException {
    byte[] bytes = new byte[bytes()];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException("it ends within an array");
    }
    return pick(ByteBuffer.wrap(bytes).order(order));
  }

  private float[] pick(ByteBuffer bytes) {
    float[] numbers = new float[count];
    long[] index = new long[shape.length];
    long place = 0;
    for (int i = 0; i < count; i++) {
      numbers[i] = type.read(bytes, (int) place * type.bytes());
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        place += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        place -= shape[axis] * strides[axis];
        index[axis] = 0;
      }
    }
    return numbers;
  }
}
