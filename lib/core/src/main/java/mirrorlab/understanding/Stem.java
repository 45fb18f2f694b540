package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.BatchNorm;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;

/** Turns every frame into g×g tokens: (N, 3, H, W), 0 to 255 → (N, D, g, g). */
public interface Stem {

  /** The kinds of stem. */
  enum Kind {
    /** ViCLIP-B's: 16×16 patches, each mapped to a token; g = H/16. */
    PATCHES_16(16) {
      @Override
      Stem build(Parameters parameters, int width) {
        return new Patches(parameters.at("conv1"), width, 16);
      }
    },
    /** ViCLIP-L's: 14×14 patches; g = H/14. */
    PATCHES_14(14) {
      @Override
      Stem build(Parameters parameters, int width) {
        return new Patches(parameters.at("conv1"), width, 14);
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
  }

  /**
   * The tokens of frames.
   *
   * @param training whether to use batch statistics and update the running ones
   */
  NDArray forward(NDArray frames, boolean training);

  /**
   * ViCLIP's stem: pixels normalised by ImageNet's mean and deviation, then a linear map of
   * patches.
   */
  final class Patches implements Stem {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final Shape NONE = new Shape(0, 0);

    private final NDArray weight; // (D, 3, 1, p, p): over one frame at a time
    private final Shape patch;

    Patches(Parameters parameters, int width, int side) {
      weight =
          parameters.normal("weight", 1 / Math.sqrt(3.0 * side * side), width, 3, 1, side, side);
      patch = new Shape(side, side);
    }

    @Override
    public NDArray forward(NDArray frames, boolean training) {
      NDArray mean = Tensors.of(frames.getManager(), MEAN, 1, 3, 1, 1);
      NDArray deviation = Tensors.of(frames.getManager(), DEVIATION, 1, 3, 1, 1);
      NDArray pixels = Tensors.scaled(frames, 1.0 / 255).sub(mean).div(deviation);
      return Conv2d.conv2d(pixels, weight.squeeze(2), null, patch, NONE).head();
    }
  }

  /** The mini encoder's stem; pixels are scaled to −1…1. */
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
      NDArray x = Tensors.scaled(frames, 2.0 / 255).sub(1);
      for (int i = 0; i < convolutions.size(); i++) {
        x = convolutions.get(i).forward(x);
        boolean last = i == convolutions.size() - 1;
        if (last) {
          x = norms.get(i).forward(x, training);
        } else {
          // Pooled first: the rest then costs a quarter.
          x = norms.get(i).forward(Pool.maxPool2d(x, TWO, TWO, NONE, false), training);
          x = ai.djl.nn.Activation.relu(x);
        }
      }
      return x;
    }
  }
}
