package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Attention;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;

/**
 * A query attends to a view, and the result modulates the rest of the layer (AdaLN, as in DiT).
 *
 * <pre>
 *   c = LN(attention(LN(x) → view))        a, b, g, a′, b′, g′ = W·silu(c)
 *   x ← x + g ⊙ attention(LN(x)·(1 + a) + b)
 *   x ← x + g′ ⊙ perceptron(LN(x)·(1 + a′) + b′)         (N, 1, D) → (N, 1, D)
 * </pre>
 *
 * <p>In the published sizes W and its bias start at 0, so that the layer starts as the identity.
 * ARP+ has no LN around c; all sizes here do.
 */
final class CrossLayer {
  private final LayerNorm beforeLook;
  private final Attention look;
  private final Linear steer;
  private final Attention attention;
  private final Linear widen;
  private final Linear narrow;

  CrossLayer(Parameters parameters, long width, long heads) {
    this(parameters, width, heads, false);
  }

  /**
   * A layer of one width.
   *
   * @param zero whether W and its bias start at 0
   */
  CrossLayer(Parameters parameters, long width, long heads, boolean zero) {
    beforeLook = new LayerNorm(parameters.at("ln_look"), width);
    look = new Attention(parameters.at("look"), width, heads);
    steer =
        zero
            ? Linear.zero(parameters.at("steer"), width, 6 * width)
            : new Linear(parameters.at("steer"), width, 6 * width);
    attention = new Attention(parameters.at("attn"), width, heads);
    widen = new Linear(parameters.at("mlp").at("c_fc"), width, 4 * width);
    narrow = new Linear(parameters.at("mlp").at("c_proj"), 4 * width, width);
  }

  /**
   * Attends to N views with one query each.
   *
   * @param query (N, 1, D)
   * @param view (N, H·W, D) tokens
   */
  NDArray forward(NDArray query, NDArray view) {
    NDArray found = LayerNorm.plain(look.cross(beforeLook.forward(query), view));
    NDList steering = steer.forward(silu(found)).split(6, 2);
    NDArray x = query.add(steering.get(2).mul(attention.forward(steered(query, steering, 0))));
    NDArray y = narrow.forward(Activation.GELU.of(widen.forward(steered(x, steering, 3))));
    return x.add(steering.get(5).mul(y));
  }

  /** Not DJL's swish, which multiplies by a Java number: see {@link mirrorlab.nn.Tensors}. */
  private static NDArray silu(NDArray x) {
    return ai.djl.nn.Activation.sigmoid(x).mul(x);
  }

  private static NDArray steered(NDArray x, NDList steering, int from) {
    return LayerNorm.plain(x).mul(steering.get(from).add(1)).add(steering.get(from + 1));
  }
}
