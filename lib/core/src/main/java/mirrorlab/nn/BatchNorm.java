package mirrorlab.nn;

import ai.djl.ndarray.NDArray;

/** Batch normalisation of the channels of (B, C, H, W). */
public final class BatchNorm {
  private static final float EPSILON = 1e-5f;
  private static final float MOMENTUM = 0.9f;
  // DJL's code for PyTorch's own axis 1; naming the axis would copy the input twice.
  private static final int CHANNELS = -1;

  private final NDArray weight;
  private final NDArray bias;
  private final NDArray mean;
  private final NDArray variance;

  /** Starts with w = 1, b = 0, running mean 0 and running variance 1. */
  public BatchNorm(Parameters parameters, long channels) {
    weight = parameters.constant("weight", 1, channels);
    bias = parameters.constant("bias", 0, channels);
    mean = parameters.buffer("running_mean", 0, channels);
    variance = parameters.buffer("running_var", 1, channels);
  }

  /**
   * The normalised array, of the same shape.
   *
   * @param training whether to normalise by this batch and to update the running mean and variance
   *     by a tenth, rather than to normalise by the running ones
   */
  public NDArray forward(NDArray x, boolean training) {
    return ai.djl.nn.norm.BatchNorm.batchNorm(
            x, mean, variance, weight, bias, CHANNELS, MOMENTUM, EPSILON, training)
        .head();
  }
}
