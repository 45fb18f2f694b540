package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Multi-head attention with one fused projection to queries, keys and values.
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

  /** Every token attends to every token; (B, L, D) → (B, L, D). */
  public NDArray forward(NDArray x) {
    return forward(x, null, x.getShape().get(1));
  }

  /**
   * Attends from the first tokens to all tokens.
   *
   * @param x (B, L, D)
   * @param mask broadcast to (B, heads, L, L) and added to the scores, or null for none
   * @param queries Q, the number of first tokens that attend
   * @return (B, Q, D)
   */
  NDArray forward(NDArray x, NDArray mask, long queries) {
    NDArray qkv = project(x, 0, 3); // (3, B, heads, L, d)
    NDArray q = qkv.get(0);
    if (queries < x.getShape().get(1)) {
      q = q.get(":,:,:{}", queries);
    }
    return mix(q, qkv.get(1), qkv.get(2), mask);
  }

  /** Cross-attention of Q tokens to L others: (B, Q, D) and (B, L, D) → (B, Q, D). */
  public NDArray cross(NDArray asking, NDArray seen) {
    NDArray kv = project(seen, 1, 3);
    return mix(project(asking, 0, 1).get(0), kv.get(0), kv.get(1), null);
  }

  /** Some of queries (0), keys (1) and values (2): (B, L, D) → (to − from, B, heads, L, d). */
  private NDArray project(NDArray x, int from, int to) {
    boolean all = to - from == 3;
    NDArray weight = all ? inWeight : inWeight.get("{}:{}", from * width, to * width);
    NDArray bias = all ? inBias : inBias.get("{}:{}", from * width, to * width);
    return ai.djl.nn.core.Linear.linear(x, weight, bias)
        .head()
        .reshape(
            new Shape(x.getShape().get(0), x.getShape().get(1), to - from, heads, width / heads))
        .transpose(2, 0, 3, 1, 4);
  }

  /**
   * The weights of all tokens for the first ones: softmax(Q·Kᵀ/√d).
   *
   * @param x (B, L, D)
   * @param queries Q, the number of first tokens that attend
   * @return (B, heads, Q, L); a row sums to 1
   */
  NDArray weights(NDArray x, long queries) {
    NDArray qk = project(x, 0, 2);
    return weights(qk.get(0).get(":,:,:{}", queries), qk.get(1), null);
  }

  private NDArray weights(NDArray q, NDArray k, NDArray mask) {
    NDArray scores = Tensors.scaled(q, 1 / Math.sqrt(width / heads)).matMul(k.swapAxes(2, 3));
    if (mask != null) {
      scores = scores.add(mask);
    }
    return scores.softmax(-1);
  }

  private NDArray mix(NDArray q, NDArray k, NDArray v, NDArray mask) {
    NDArray mixed = weights(q, k, mask).matMul(v); // (B, heads, Q, d)
    long batch = q.getShape().get(0);
    return out.forward(mixed.swapAxes(1, 2).reshape(batch, -1, width));
  }
}
