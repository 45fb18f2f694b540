package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;

/**
 * Convex upsampling to pixels (RAFT, Teed and Deng, 2020): a pixel's logit is a weighted mean of
 * the 3×3 coarse logits around it. Each pixel has its own weights, which sum to 1.
 *
 * <pre>
 *   (N, C, H/f, W/f) ─3×3, relu─3×3, relu─3×3─► logits ┐
 *                    ─3×3, relu─1×1─► 0.1 · mask ──────┴► (N, H, W)
 * </pre>
 */
final class ConvexUpsampler {
  private static final int NEIGHBOURS = 9;
  private static final double MASK_SCALE = 0.1;

  private final Convolution toHidden;
  private final Convolution toHidden2;
  private final Convolution toLogits;
  private final Convolution toMaskHidden;
  private final Convolution toMask;
  private final int factor;

  /**
   * Upsamples by a factor f along each side.
   *
   * @param channels C
   * @param hidden channels between the convolutions
   * @param factor f
   */
  ConvexUpsampler(Parameters parameters, int channels, int hidden, int factor) {
    this.factor = factor;
    toHidden = new Convolution(parameters.at("hidden"), channels, hidden, 3, 1);
    toHidden2 = new Convolution(parameters.at("hidden2"), hidden, hidden, 3, 1);
    toLogits = new Convolution(parameters.at("logits"), hidden, 1, 3, 1);
    toMaskHidden = new Convolution(parameters.at("mask_hidden"), channels, hidden, 3, 1);
    long weights = (long) NEIGHBOURS * factor * factor;
    toMask = new Convolution(parameters.at("mask"), hidden, weights, 1, 1);
  }

  NDArray forward(NDArray x) {
    NDArray hidden = Activation.relu(toHidden2.forward(Activation.relu(toHidden.forward(x))));
    NDArray mask = toMask.forward(Activation.relu(toMaskHidden.forward(x)));
    return combine(toLogits.forward(hidden), Tensors.scaled(mask, MASK_SCALE), factor);
  }

  /**
   * The weighted means.
   *
   * @param logits (N, 1, h, w)
   * @param mask (N, 9·f², h, w) before the softmax: neighbour, row and column within the pixel
   * @return (N, h·f, w·f)
   */
  static NDArray combine(NDArray logits, NDArray mask, int factor) {
    long n = logits.getShape().get(0);
    long h = logits.getShape().get(2);
    long w = logits.getShape().get(3);
    NDArray weights =
        mask.reshape(n, NEIGHBOURS, (long) factor * factor, h * w).softmax(1); // (N, 9, f², h·w)
    return neighbours(logits)
        .reshape(n, NEIGHBOURS, 1, h * w)
        .mul(weights)
        .sum(new int[] {1})
        .reshape(new Shape(n, factor, factor, h, w))
        .transpose(0, 3, 1, 4, 2)
        .reshape(n, h * factor, w * factor);
  }

  /** Every pixel's 3×3 neighbourhood, row by row, with zeros beyond the border: (N, 9, h, w). */
  private static NDArray neighbours(NDArray logits) {
    float[] one = new float[NEIGHBOURS * NEIGHBOURS];
    for (int i = 0; i < NEIGHBOURS; i++) {
      one[NEIGHBOURS * i + i] = 1;
    }
    NDArray kernels = Tensors.of(logits.getManager(), one, NEIGHBOURS, 1, 3, 3);
    return Conv2d.conv2d(logits, kernels, null, new Shape(1, 1), new Shape(1, 1)).head();
  }
}
