package mirrorlab.nn;

import ai.djl.ndarray.NDArray;

/** What bends a layer's output, entry by entry. */
public enum Activation {
  /** {@code x·Φ(x)}, Φ the normal distribution function. */
  GELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.gelu(x);
    }
  },
  /** {@code x·σ(1.702 x)}, CLIP's approximation of {@link #GELU}. */
  QUICK_GELU {
    @Override
    public NDArray of(NDArray x) {
      return ai.djl.nn.Activation.sigmoid(Tensors.scaled(x, 1.702)).mul(x);
    }
  };

  /** The activation of every entry; same shape. */
  public abstract NDArray of(NDArray x);
}
