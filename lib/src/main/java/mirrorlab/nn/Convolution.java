package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** A two-dimensional convolution: (B, in, H, W) → (B, out, H′, W′). */
public final class Convolution {
  private final NDArray weight;
  private final NDArray bias;
  private final Shape stride;
  private final Shape padding;

  /**
   * Weights start at N(0, 2/(in·kernel²)), which keeps the size of what follows a ReLU; the bias at
   * 0. The border is padded with kernel/2 zeros, so that a stride s divides H and W by s.
   */
  public Convolution(Parameters parameters, long in, long out, long kernel, long stride) {
    double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
    weight = parameters.normal("weight", deviation, out, in, kernel, kernel);
    bias = parameters.constant("bias", 0, out);
    this.stride = new Shape(stride, stride);
    padding = new Shape(kernel / 2, kernel / 2);
  }

  /** The convolution's value. */
  public NDArray forward(NDArray x) {
    return Conv2d.conv2d(x, weight, bias, stride, padding).head();
  }
}
