package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YawHeadTest {
  private static final int BINS = Rotation.BINS;

  private final Parameters parameters = new Parameters(0);
  private final NDManager manager = parameters.manager();
  private final YawHead compass = new YawHead(parameters, 8);

  @AfterEach
  void free() {
    parameters.close();
  }

  private NDArray rings() {
    int channels = VirtualViews.RING_CHANNELS;
    return manager.arange(0f, 2 * channels * BINS, 1).reshape(2, channels, BINS).sin();
  }

  private NDArray condition() {
    return manager.arange(0f, 16, 1).reshape(2, 8).cos();
  }

  private float[] logits(NDArray rings, NDArray condition) {
    NDArray logits = compass.forward(rings, condition);
    assertEquals(new Shape(2, BINS), logits.getShape());
    return logits.toFloatArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 36, 71})
  void turningTheRingsByBinsTurnsTheLogitsByAsMany(int bins) {
    Autograd.infer(
        () -> {
          NDArray rings = rings();
          NDArray turned =
              rings.get(":,:,{}:", BINS - bins).concat(rings.get(":,:,:{}", BINS - bins), 2);
          float[] before = logits(rings, condition());
          float[] after = logits(turned, condition());
          float[] expected = new float[2 * BINS];
          float most = 0;
          for (int i = 0; i < expected.length; i++) {
            int from = Math.floorMod(i % BINS - bins, BINS);
            expected[i] = before[i / BINS * BINS + from];
            most = Math.max(most, Math.abs(expected[i] - before[i]));
          }
          assertArrayEquals(expected, after, 1e-5f);
          assertTrue(most > 0.1, "another direction has another logit");
        });
  }

  @Test
  void whatWasAskedOfASceneChangesItsOwnLogits() {
    Autograd.infer(
        () -> {
          NDArray second = manager.create(new float[] {0, 1}, new Shape(2, 1));
          float[] before = logits(rings(), condition());
          float[] after = logits(rings(), condition().add(second));
          float change = 0;
          for (int i = 0; i < BINS; i++) {
            assertEquals(before[i], after[i], 1e-6);
            change = Math.max(change, Math.abs(after[BINS + i] - before[BINS + i]));
          }
          assertTrue(change > 1e-3, "by " + change);
        });
  }
}
