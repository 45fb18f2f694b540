package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.BatchNorm;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;

/** Turns every frame into g×g tokens: (N, 3, H, W) → (N, D, g, g). */
public interface Stem {

  /** Which stem a size has. */
  enum Kind {
    /** ViCLIP's: 16×16 patches, each mapped to a token by itself; g = H/16. */
    PATCHES_16(16) {
      @Override
      Stem build(Parameters parameters, int width) {
        return patches(parameters, width, 16);
      }
    },
    /** ViCLIP-L's: 14×14 patches; g = H/14. */
    PATCHES_14(14) {
      @Override
      Stem build(Parameters parameters, int width) {
        return patches(parameters, width, 14);
      }
    },
    /** Three convolutions, normalised over the batch and pooled, then a linear map; g = H/16. */
    CONVOLUTIONS(16) {
      @Override
      Stem build(Parameters parameters, int width) {
        return new Convolutions(parameters.at("stem"), width);
      }
    };

    private final int pixels;

    Kind(int pixels) {
      this.pixels = pixels;
    }

    abstract Stem build(Parameters parameters, int width);

    /** g, tokens along each side of a picture of the given side. */
    int grid(int side) {
      if (side % pixels != 0) {
        throw new IllegalArgumentException(
            "frames of " + side + " pixels cannot be cut into tokens of " + pixels + " pixels");
      }
      return side / pixels;
    }

    private static Stem patches(Parameters parameters, int width, int side) {
      Convolution convolution = Convolution.patches(parameters.at("conv1"), 3, width, side);
      return (frames, training) -> convolution.forward(frames);
    }
  }

  /**
   * The tokens of frames.
   *
   * @param training whether batch statistics are taken and updated
   */
  NDArray forward(NDArray frames, boolean training);

  /** The mini encoder's stem. */
  final class Convolutions implements Stem {
    private static final Shape TWO = new Shape(2, 2);
    private static final Shape NONE = new Shape(0, 0);

    private final List<Convolution> convolutions = new ArrayList<>();
    private final List<BatchNorm> norms = new ArrayList<>();

    Convolutions(Parameters parameters, int width) {
      add(parameters.at("0"), 3, 16, 5, 2);
      add(parameters.at("1"), 16, 32, 3, 1);
      add(parameters.at("2"), 32, 64, 3, 1);
      add(parameters.at("3"), 64, width, 1, 1);
    }

    private void add(Parameters parameters, int in, int out, int kernel, int stride) {
      convolutions.add(new Convolution(parameters.at("conv"), in, out, kernel, stride));
      norms.add(new BatchNorm(parameters.at("bn"), out));
    }

    @Override
    public NDArray forward(NDArray frames, boolean training) {
      NDArray x = frames;
      for (int i = 0; i < convolutions.size(); i++) {
        x = convolutions.get(i).forward(x);
        boolean last = i == convolutions.size() - 1;
        if (last) {
          x = norms.get(i).forward(x, training);
        } else {
          // Pooled first: all that follows costs a quarter.
          x = norms.get(i).forward(Pool.maxPool2d(x, TWO, TWO, NONE, false), training);
          x = ai.djl.nn.Activation.relu(x);
        }
      }
      return x;
    }
  }
}
