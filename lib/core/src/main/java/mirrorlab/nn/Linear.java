package mirrorlab.nn;

import ai.djl.ndarray.NDArray;

/** An affine or linear map of the last axis: {@code y = x·Wᵀ + b}; shape (…, in) → (…, out). */
public final class Linear {
  private final NDArray weight;
  private final NDArray bias;

  /** With a bias; weights start at N(0, 1/in), the bias at 0. */
  public Linear(Parameters parameters, long in, long out) {
    this(weight(parameters, in, out), parameters.constant("bias", 0, out));
  }

  private Linear(NDArray weight, NDArray bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** With a bias; all starts at 0. */
  public static Linear zero(Parameters parameters, long in, long out) {
    return new Linear(
        parameters.constant("weight", 0, out, in), parameters.constant("bias", 0, out));
  }

  /** Without a bias. */
  public static Linear withoutBias(Parameters parameters, long in, long out) {
    return new Linear(weight(parameters, in, out), null);
  }

  private static NDArray weight(Parameters parameters, long in, long out) {
    return parameters.normal("weight", Math.sqrt(1.0 / in), out, in);
  }

  /** The map's value. */
  public NDArray forward(NDArray x) {
    return ai.djl.nn.core.Linear.linear(x, weight, bias).head();
  }
}
