package mirrorlab.pickle;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.files.HalfFloat;
import mirrorlab.pickle.Pickle.Maker;
import mirrorlab.pickle.Pickle.None;

/**
 * A NumPy array in a {@link Pickle}.
 *
 * @param type element type
 * @param shape length of each axis; empty for a scalar
 * @param columnsFirst whether the first axis varies fastest (Fortran order) instead of the last
 * @param bytes the elements; must not be modified
 */
public record NumpyArray(Type type, List<Integer> shape, boolean columnsFirst, byte[] bytes) {
  private static final int MOST_AXES = 64; // NumPy's own limit

  /**
   * The type of an element.
   *
   * @param kind b boolean, i integer, u unsigned integer, f floating point
   * @param size bytes
   * @param order byte order
   */
  public record Type(char kind, int size, ByteOrder order) {}

  /** Makes the shape immutable and checks that it fits the bytes. */
  public NumpyArray {
    shape = List.copyOf(shape);
    double size = 1; // a double, since the product may overflow a long
    for (int length : shape) {
      size *= length;
    }
    boolean whole = shape.stream().allMatch(length -> length >= 0) && shape.size() <= MOST_AXES;
    if (!whole || size * type.size != bytes.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an array has %.0f elements of %d bytes, but %d bytes in all",
              size,
              type.size,
              bytes.length));
    }
  }

  /** The number of elements. */
  public int size() {
    return bytes.length / type.size;
  }

  /** The elements, the last axis fastest; a boolean is 0 or 1. */
  public double[] doubles() {
    ByteBuffer buffer = buffer();
    double[] values = new double[size()];
    for (int i = 0; i < values.length; i++) {
      int at = type.size * place(i);
      values[i] = type.kind == 'f' ? real(buffer, at) : integer(buffer, at).doubleValue();
    }
    return values;
  }

  /**
   * The elements, the last axis fastest; a boolean is 0 or 1.
   *
   * @throws IllegalStateException if they are floating-point or exceed 63 bits
   */
  public long[] longs() {
    ByteBuffer buffer = buffer();
    long[] values = new long[size()];
    for (int i = 0; i < values.length; i++) {
      if (type.kind == 'f' || !(integer(buffer, type.size * place(i)) instanceof Long value)) {
        throw new IllegalStateException("an array of " + type + " has values that no long holds");
      }
      values[i] = value;
    }
    return values;
  }

  /** The storage position of the element with number {@code index} in row-major order. */
  private int place(int index) {
    if (!columnsFirst) {
      return index;
    }
    int place = 0;
    int step = size();
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      int length = shape.get(axis);
      step /= length;
      place += index % length * step;
      index /= length;
    }
    return place;
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(type.order);
  }

  private double real(ByteBuffer buffer, int at) {
    return switch (type.size) {
      case 2 -> HalfFloat.value(buffer.getShort(at));
      case 4 -> buffer.getFloat(at);
      default -> buffer.getDouble(at);
    };
  }

  /** The integer as a Long, or as a BigInteger if it does not fit. */
  private Number integer(ByteBuffer buffer, int at) {
    long value =
        switch (type.size) {
          case 1 -> buffer.get(at);
          case 2 -> buffer.getShort(at);
          case 4 -> buffer.getInt(at);
          default -> buffer.getLong(at);
        };
    if (type.kind != 'u' || value >= 0) {
      return value;
    }
    return type.size < Long.BYTES
        ? value + (1L << 8 * type.size)
        : (Number) BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(Long.SIZE));
  }

  // Functions that a pickle calls

  static Map<String, Maker> makers() {
    return Map.of(
        "numpy.dtype", NumpyArray::type,
        "numpy.ndarray", NumpyArray::called,
        "numpy.core.multiarray._reconstruct", NumpyArray::reconstruct,
        "numpy.core.multiarray.scalar", NumpyArray::scalar,
        "numpy.core.numeric._frombuffer", NumpyArray::fromBuffer);
  }

  /** {@code dtype('f8', …)} with state (version, '<' or '>' or '|', …). */
  private static Object type(List<Object> arguments, Object state) {
    String code = (String) arguments.get(0);
    if (!code.matches("b1|[iu][1248]|f[248]")) {
      throw new UnsupportedOperationException("NumPy elements of type " + code);
    }
    boolean big = state != None.NONE && ((List<?>) state).get(1).equals(">");
    return new Type(
        code.charAt(0), code.charAt(1) - '0', big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** {@code _reconstruct(…)} with state (version, shape, type, columnsFirst, bytes). */
  private static Object reconstruct(List<Object> arguments, Object state) {
    if (state == None.NONE) {
      throw new IllegalArgumentException("an array has no elements");
    }
    List<?> parts = (List<?>) state;
    return new NumpyArray(
        (Type) parts.get(2), shape(parts.get(1)), (Boolean) parts.get(3), (byte[]) parts.get(4));
  }

  /** {@code _frombuffer(bytes, type, shape, 'C' or 'F')}, in protocol 5. */
  private static Object fromBuffer(List<Object> arguments, Object state) {
    return new NumpyArray(
        (Type) arguments.get(1),
        shape(arguments.get(2)),
        arguments.get(3).equals("F"),
        (byte[]) arguments.get(0));
  }

  /** {@code scalar(type, bytes)}. */
  private static Object scalar(List<Object> arguments, Object state) {
    NumpyArray one =
        new NumpyArray((Type) arguments.get(0), List.of(), false, (byte[]) arguments.get(1));
    return switch (one.type.kind) {
      case 'b' -> one.bytes[0] != 0;
      case 'f' -> one.real(one.buffer(), 0);
      default -> one.integer(one.buffer(), 0);
    };
  }

  private static Object called(List<Object> arguments, Object state) {
    throw new UnsupportedOperationException("a call of numpy.ndarray");
  }

  private static List<Integer> shape(Object lengths) {
    List<Integer> shape = new ArrayList<>();
    for (Object length : (List<?>) lengths) {
      shape.add(Math.toIntExact((Long) length));
    }
    return shape;
  }
}
