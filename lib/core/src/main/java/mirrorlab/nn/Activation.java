package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The activation function of a perceptron's hidden layer. */
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
  },
  /** {@code x·gelu(y)}, where x and y are the halves of the last axis: a gated layer. */
  GEGLU {
    @Override
    public NDArray of(NDArray x) {
      NDList halves = x.split(2, x.getShape().dimension() - 1);
      return halves.get(0).mul(GELU.of(halves.get(1)));
    }

    @Override
    int inputs() {
      return 2;
    }
  };

  /** The activated hidden layer: of the same shape, or with half the last axis. */
  public abstract NDArray of(NDArray x);

  /** Input numbers per output number: 2 if gated. */
  int inputs() {
    return 1;
  }
}
