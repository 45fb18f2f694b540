package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Arrays made from Java values, and products with Java numbers, that are safe to differentiate.
 *
 * <p>Use these instead of {@code NDManager.create} and {@code NDArray.mul(Number)}, which makes an
 * array of its number in the same way. Such an array lies in a Java buffer, which is freed when the
 * Java object is garbage-collected: possibly in the middle of a step, while PyTorch still needs the
 * numbers for the derivative, which is then wrong, rarely and at random. The arrays made here are
 * copies in native memory, and {@link Autograd} frees them at the end.
 */
public final class Tensors {
  private Tensors() {}

  /** Floats in the given shape. */
  public static NDArray of(NDManager manager, float[] values, long... shape) {
    return copy(manager.create(values, new Shape(shape)));
  }

  /** Integers (32 bits) in the given shape. */
  public static NDArray of(NDManager manager, int[] values, long... shape) {
    return copy(manager.create(values, new Shape(shape)));
  }

  /** Unsigned bytes in the given shape. */
  public static NDArray of(NDManager manager, byte[] values, long... shape) {
    return copy(manager.create(ByteBuffer.wrap(values), new Shape(shape), DataType.UINT8));
  }

  /** Uninitialised floats in the given shape; their memory is not touched yet. */
  static NDArray uninitialised(NDManager manager, long... shape) {
    return manager.create(new Shape(shape));
  }

  /** {@code factor · x}. */
  public static NDArray scaled(NDArray x, double factor) {
    return x.mul(of(x.getManager(), new float[] {(float) factor}));
  }

  private static NDArray copy(NDArray shared) {
    try (shared) {
      return shared.duplicate();
    }
  }
}
