package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Multi-head self-attention with one fused projection to queries, keys and values.
 *
 * <pre>  softmax(Q·Kᵀ/√d + mask)·V, d = D / heads;   (B, L, D) → (B, L, D)</pre>
 *
 * <p>Arrays: {@code in_proj_weight} (3D, D), {@code in_proj_bias} (3D), {@code out_proj.*}.
 */
public final class Attention {
  private final NDArray inWeight;
  private final NDArray inBias;
  private final Linear out;
  private final long width;
  private final long heads;

  /** Weights start at N(0, 1/D), biases at 0. */
  public Attention(Parameters parameters, long width, long heads) {
    if (width % heads != 0) {
      throw new IllegalArgumentException("width " + width + " is not a multiple of heads " + heads);
    }
    this.width = width;
    this.heads = heads;
    inWeight = parameters.normal("in_proj_weight", Math.sqrt(1.0 / width), 3 * width, width);
    inBias = parameters.constant("in_proj_bias", 0, 3 * width);
    out = new Linear(parameters.at("out_proj"), width, width);
  }

  /**
   * Attends from the first tokens to all tokens.
   *
   * @param x (B, L, D)
   * @param mask broadcast to (B, heads, L, L) and added to the scores, or null for none
   * @param queries how many of the first tokens ask: Q
   * @return (B, Q, D)
   */
  NDArray forward(NDArray x, NDArray mask, long queries) {
    long batch = x.getShape().get(0);
    long length = x.getShape().get(1);
    NDArray qkv =
        ai.djl.nn.core.Linear.linear(x, inWeight, inBias)
            .head()
            .reshape(new Shape(batch, length, 3, heads, width / heads))
            .transpose(2, 0, 3, 1, 4); // (3, B, heads, L, d)
    NDArray q = qkv.get(0);
    if (queries < length) {
      q = q.get(":,:,:{}", queries);
    }
    NDArray scores =
        Tensors.scaled(q, 1 / Math.sqrt(width / heads)).matMul(qkv.get(1).swapAxes(2, 3));
    if (mask != null) {
      scores = scores.add(mask);
    }
    NDArray mixed = scores.softmax(-1).matMul(qkv.get(2)); // (B, heads, Q, d)
    return out.forward(mixed.swapAxes(1, 2).reshape(batch, queries, width));
  }
}
