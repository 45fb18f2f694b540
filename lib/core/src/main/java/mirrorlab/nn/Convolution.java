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
   * Weights start at N(0, 2/(in·kernel²)), which preserves the scale of activations through a ReLU;
   * the bias at 0. A stride s divides H and W by s: the border is padded with kernel/2 zeros,
   * except for patches (kernel = stride), which lie side by side.
   */
  public Convolution(Parameters parameters, long in, long out, long kernel, long stride) {
    double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
    weight = parameters.normal("weight", deviation, out, in, kernel, kernel);
    bias = parameters.constant("bias", 0, out);
    this.stride = new Shape(stride, stride);
    long border = kernel == stride ? 0 : kernel / 2;
    padding = new Shape(border, border);
  }

  /** The convolution's value. */
  public NDArray forward(NDArray x) {
    return Conv2d.conv2d(x, weight, bias, stride, padding).head();
  }
}
