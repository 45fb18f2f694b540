package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionDecoderTest {
  private final Parameters parameters = new Parameters(0);
  private final ActionDecoder decoder =
      new ActionDecoder(parameters, new PolicySize(Crop.TABLE, 32, 8, 16, 32, 2, 64, 1, 1, 2));

  @AfterEach
  void free() {
    parameters.close();
  }

  private List<float[]> logits(int... given) {
    return Autograd.infer(
        () -> {
          NDArray prompt = parameters.manager().arange(0f, 7 * 32, 1).reshape(1, 7, 32).sin();
          NDArray ids = parameters.manager().create(given, new Shape(1, 4));
          List<float[]> all = new ArrayList<>();
          decoder.forward(prompt, ids).forEach(token -> all.add(token.toFloatArray()));
          return all;
        });
  }

  /** Which of the five tokens' logits change with an earlier choice. */
  private List<Integer> changedBy(int choice) {
    int[] other = new int[4];
    other[choice] = 1;
    List<float[]> before = logits(0, 0, 0, 0);
    List<float[]> after = logits(other);
    List<Integer> changed = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      if (Math.abs(before.get(k)[0] - after.get(k)[0]) > 1e-5) {
        changed.add(k);
      }
    }
    return changed;
  }

  @Test
  void eachChoiceIsSeenByLaterOnesOnlyAndTheGripperIgnoresTheRotation() {
    assertEquals(List.of(1, 2), changedBy(0));
    assertEquals(List.of(2), changedBy(1));
    assertEquals(List.of(), changedBy(2));
    assertEquals(List.of(4), changedBy(3));
  }

  @Test
  void thereIsALogitForEveryClass() {
    assertArrayEquals(
        ActionDecoder.CLASSES,
        logits(0, 0, 0, 0).stream().mapToInt(token -> token.length).toArray());
  }

  @Test
  void featuresAreReadBilinearly() {
    Autograd.infer(
        () -> {
          // One channel of 2×4 pixels, in three views: 0 1 2 3 / 4 5 6 7.
          NDArray map =
              parameters
                  .manager()
                  .arange(0f, 8, 1)
                  .reshape(1, 1, 2, 4)
                  .tile(new long[] {3, 1, 1, 1});
          NDArray points =
              parameters
                  .manager()
                  .create(new float[] {0.125f, 0.25f, 0.25f, 0.75f, 1, 1}, new Shape(1, 3, 2));
          assertArrayEquals(
              new float[] {0, 4.5f, 7}, ActionDecoder.sample(map, points).toFloatArray(), 1e-5f);
          return points;
        });
  }
}
