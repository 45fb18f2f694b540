package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Layer normalisation of the last axis: {@code (x − mean) / √(variance + 1e-5) · w + b}. */
public final class LayerNorm {
  private static final float EPSILON = 1e-5f;

  private final Shape shape;
  private final NDArray weight;
  private final NDArray bias;

  /** Starts with w = 1 and b = 0. */
  public LayerNorm(Parameters parameters, long width) {
    shape = new Shape(width);
    weight = parameters.constant("weight", 1, width);
    bias = parameters.constant("bias", 0, width);
  }

  /** Normalises the last axis without w and b. */
  public static NDArray plain(NDArray x) {
    Shape shape = new Shape(x.getShape().get(x.getShape().dimension() - 1));
    NDArray one = x.getManager().ones(shape);
    NDArray zero = x.getManager().zeros(shape);
    return ai.djl.nn.norm.LayerNorm.layerNorm(x, shape, one, zero, EPSILON).head();
  }

  /** The normalised array, of the same shape. */
  public NDArray forward(NDArray x) {
    return ai.djl.nn.norm.LayerNorm.layerNorm(x, shape, weight, bias, EPSILON).head();
  }
}
