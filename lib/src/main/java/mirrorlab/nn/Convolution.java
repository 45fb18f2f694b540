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
    this(parameters, in, out, kernel, stride, kernel / 2, parameters.constant("bias", 0, out));
  }

  private Convolution(
      Parameters parameters,
      long in,
      long out,
      long kernel,
      long stride,
      long padding,
      NDArray bias) {
    double deviation = Math.sqrt(2.0 / (in * kernel * kernel));
    weight = parameters.normal("weight", deviation, out, in, kernel, kernel);
    this.bias = bias;
    this.stride = new Shape(stride, stride);
    this.padding = new Shape(padding, padding);
  }

  /** Cuts the picture into p×p patches and maps each to {@code out} numbers, without a bias. */
  public static Convolution patches(Parameters parameters, long in, long out, long p) {
    return new Convolution(parameters, in, out, p, p, 0, null);
  }

  /** The convolution's value. */
  public NDArray forward(NDArray x) {
    return Conv2d.conv2d(x, weight, bias, stride, padding).head();
  }
}
