package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.Test;

class ConvexUpsamplerTest {
  private static final int SURE = 100; // a weight that leaves nothing to others

  /** A mask for 2×2 pixels of a picture of height 1 and width 2, all of whose weights are 0. */
  private static float[] mask() {
    return new float[9 * 4 * 2];
  }

  /** Lets pixel (row, column) within coarse pixel x be what the neighbour is. */
  private static void choose(float[] mask, int neighbour, int row, int column, int x) {
    mask[(neighbour * 4 + 2 * row + column) * 2 + x] = SURE;
  }

  private static float[] combine(float[] mask) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return Autograd.infer(
          () -> {
            NDArray logits = manager.create(new float[] {9, 18}, new Shape(1, 1, 1, 2));
            NDArray weights = manager.create(mask, new Shape(1, 36, 1, 2));
            NDArray fine = ConvexUpsampler.combine(logits, weights, 2);
            assertEquals(new Shape(1, 2, 4), fine.getShape());
            return fine.toFloatArray();
          });
    }
  }

  @Test
  void equalWeightsGiveTheMeanOfTheNeighboursWithZerosBeyondTheBorder() {
    // Both coarse pixels have 9 and 18 among their nine neighbours.
    assertArrayEquals(new float[] {3, 3, 3, 3, 3, 3, 3, 3}, combine(mask()), 1e-5f);
  }

  @Test
  void everyFinePixelHasItsOwnWeights() {
    float[] mask = mask();
    choose(mask, 4, 0, 0, 0); // itself
    choose(mask, 5, 0, 1, 0); // to its right
    choose(mask, 3, 1, 0, 1); // to its left
    choose(mask, 1, 1, 1, 1); // above it, where nothing is
    assertArrayEquals(new float[] {9, 18, 3, 3, 3, 3, 9, 0}, combine(mask), 1e-5f);
  }

  @Test
  void aStageOfArpHasAsManyNumbersAsPublished() {
    try (Parameters parameters = Parameters.uninitialised()) {
      new ConvexUpsampler(parameters, 128, 160, 14);
      assertEquals(884_965, parameters.count());
    }
  }

  @Test
  void coarsePixelsBecomeAsManyFineOnesAsTheFactorSays() {
    try (Parameters parameters = new Parameters(0)) {
      ConvexUpsampler upsampler = new ConvexUpsampler(parameters, 4, 8, 14);
      Shape shape =
          Autograd.infer(
              () -> upsampler.forward(parameters.manager().ones(new Shape(6, 4, 2, 3))).getShape());
      assertEquals(new Shape(6, 28, 42), shape);
    }
  }
}
