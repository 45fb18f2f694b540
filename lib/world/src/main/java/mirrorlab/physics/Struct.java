package mirrorlab.physics;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** A C struct in native memory, whose fields are read in place by their names in the layout. */
final class Struct {
  private final String name;
  private final ByteBuffer bytes;

  /**
   * Creates a view of the struct at an address; {@code name} is the first part of its layout rows.
   */
  Struct(String name, long address, int size) {
    this.name = name;
    this.bytes = view(address, size);
  }

  int integer(String field) {
    return bytes.getInt(offset(field));
  }

  double number(String field) {
    return bytes.getDouble(offset(field));
  }

  long pointer(String field) {
    return bytes.getLong(offset(field));
  }

  /** A 64-bit size of the model, such as {@code nq}. */
  int size(String field) {
    return Math.toIntExact(bytes.getLong(offset(field)));
  }

  void set(String field, long value) {
    bytes.putLong(offset(field), value);
  }

  void set(String field, int value) {
    bytes.putInt(offset(field), value);
  }

  /** A field that is an array of ints inside the struct itself. */
  IntBuffer inlineInts(String field, int count) {
    return bytes.slice(offset(field), 4 * count).order(ByteOrder.nativeOrder()).asIntBuffer();
  }

  /** The array of doubles that a field points to. */
  DoubleBuffer doubles(String field, int count) {
    return view(pointer(field), 8 * count).asDoubleBuffer();
  }

  /** The array of floats that a field points to. */
  FloatBuffer floats(String field, int count) {
    return view(pointer(field), 4 * count).asFloatBuffer();
  }

  /** The array of ints that a field points to. */
  IntBuffer ints(String field, int count) {
    return view(pointer(field), 4 * count).asIntBuffer();
  }

  private int offset(String field) {
    return Layout.of(name + "." + field);
  }

  private static ByteBuffer view(long address, int size) {
    // An empty array may be a null pointer, which JNA would refuse.
    ByteBuffer view =
        size == 0 ? ByteBuffer.allocateDirect(0) : new Pointer(address).getByteBuffer(0, size);
    return view.order(ByteOrder.nativeOrder());
  }
}
