package mirrorlab.nn;

import ai.djl.ndarray.NDArray;

/**
 * A pre-norm transformer layer, CLIP's residual attention block.
 *
 * <pre>
 *   x ← x + attention(LN₁(x))      x ← x + W₂·φ(W₁·LN₂(x))       (B, L, D) → (B, L, D)
 * </pre>
 *
 * <p>Arrays: {@code ln_1.*}, {@code attn.*}, {@code ln_2.*}, {@code mlp.c_fc.*}, {@code
 * mlp.c_proj.*}, named and shaped as in CLIP's checkpoints.
 */
public final class TransformerLayer {
  private final LayerNorm beforeAttention;
  private final Attention attention;
  private final LayerNorm beforeMlp;
  private final Linear widen;
  private final Activation activation;
  private final Linear narrow;

  /**
   * A layer of width D.
   *
   * @param hidden width of the perceptron's hidden layer
   * @param activation φ
   */
  public TransformerLayer(
      Parameters parameters, long width, long heads, long hidden, Activation activation) {
    beforeAttention = new LayerNorm(parameters.at("ln_1"), width);
    attention = new Attention(parameters.at("attn"), width, heads);
    beforeMlp = new LayerNorm(parameters.at("ln_2"), width);
    widen = new Linear(parameters.at("mlp").at("c_fc"), width, activation.inputs() * hidden);
    this.activation = activation;
    narrow = new Linear(parameters.at("mlp").at("c_proj"), hidden, width);
  }

  /** Every token attends to every token; (B, L, D) → (B, L, D). */
  public NDArray forward(NDArray x) {
    return forward(x, null, x.getShape().get(1));
  }

  /**
   * Attention between tokens under a mask; (B, L, D) → (B, L, D).
   *
   * @param mask broadcast to (B, heads, L, L) and added to the scores: 0 where a token (row) may
   *     look at another (column), −∞ where it may not
   */
  public NDArray forward(NDArray x, NDArray mask) {
    return forward(x, mask, x.getShape().get(1));
  }

  /** Only the first Q tokens attend and are returned; (B, L, D) → (B, Q, D), for a last layer. */
  public NDArray first(NDArray x, long queries) {
    return forward(x, null, queries);
  }

  /**
   * The attention weights of all tokens for the first Q, by head: (B, L, D) → (B, heads, Q, L); a
   * row sums to 1.
   */
  public NDArray attention(NDArray x, long queries) {
    return attention.weights(beforeAttention.forward(x), queries);
  }

  private NDArray forward(NDArray x, NDArray mask, long queries) {
    return Autograd.part(() -> layer(x, mask, queries));
  }

  private NDArray layer(NDArray x, NDArray mask, long queries) {
    NDArray attended = attention.forward(beforeAttention.forward(x), mask, queries);
    NDArray asking = queries < x.getShape().get(1) ? x.get(":,:{}", queries) : x;
    NDArray y = asking.add(attended);
    return y.add(narrow.forward(activation.of(widen.forward(beforeMlp.forward(y)))));
  }
}
