package mirrorlab.nn;

import java.nio.ByteBuffer;
import mirrorlab.files.HalfFloat;

/** The type of a stored number, named as in safetensors. */
public enum NumberType {
  F64(8),
  F32(4),
  F16(2),
  /** The upper half of an {@link #F32}. */
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U64(8),
  U32(4),
  U16(2),
  U8(1),
  BOOL(1);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** The number of bytes per number. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point type, as all weights are. */
  public boolean isReal() {
    return compareTo(BF16) <= 0;
  }

  /** The nearest 32-bit float to the number at an offset. */
  float read(ByteBuffer buffer, int at) {
    return switch (this) {
      case F64 -> (float) buffer.getDouble(at);
      case F32 -> buffer.getFloat(at);
      case F16 -> HalfFloat.value(buffer.getShort(at));
      case BF16 -> Float.intBitsToFloat(buffer.getShort(at) << 16);
      default -> throw new IllegalStateException(this + " is read as no float");
    };
  }
}
