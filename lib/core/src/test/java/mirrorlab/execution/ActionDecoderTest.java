package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionDecoderTest {
  private final Parameters parameters = new Parameters(0);
  private final NDManager manager = parameters.manager();
  private final ActionDecoder decoder = new ActionDecoder(parameters, Sizes.TINY);

  @AfterEach
  void free() {
    parameters.close();
  }

  private List<float[]> logits(float fromCompass, int... given) {
    return Autograd.infer(
        () -> {
          NDArray prompt = manager.arange(0f, 12 * 32, 1).reshape(1, 12, 32).sin();
          NDArray yaw = manager.full(new Shape(1, 72), fromCompass);
          NDArray ids = manager.create(given, new Shape(1, 3));
          List<float[]> all = new ArrayList<>();
          decoder.forward(prompt, yaw, ids).forEach(token -> all.add(token.toFloatArray()));
          return all;
        });
  }

  /** Which of the five tokens' logits change with an earlier choice. */
  private List<Integer> changedBy(int choice) {
    int[] other = new int[3];
    other[choice] = 1;
    List<float[]> before = logits(0, 0, 0, 0);
    List<float[]> after = logits(0, other);
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
    assertEquals(List.of(4), changedBy(2));
  }

  @Test
  void whatTheCompassSaysIsAddedToTheYawAlone() {
    List<float[]> before = logits(0, 0, 0, 0);
    List<float[]> after = logits(2, 0, 0, 0);
    for (int k = 0; k < 5; k++) {
      for (int i = 0; i < before.get(k).length; i++) {
        assertEquals(k == 2 ? 2 : 0, after.get(k)[i] - before.get(k)[i], 1e-5);
      }
    }
  }

  @Test
  void thereIsALogitForEveryClass() {
    assertArrayEquals(
        ActionDecoder.CLASSES,
        logits(0, 0, 0, 0).stream().mapToInt(token -> token.length).toArray());
  }

  /** A scene of 3 views of 16 tokens; one number is changed where asked. */
  private SceneFeatures scene(String changed, int at) {
    NDArray tokens = manager.arange(0f, 48 * 32, 1).reshape(1, 48, 32).sin();
    NDArray coarse = manager.zeros(new Shape(3, 16, 8, 8));
    NDArray fine = manager.zeros(new Shape(3, 8, 16, 16));
    NDArray query = manager.zeros(new Shape(3, 32));
    NDArray here =
        switch (changed) {
          case "tokens" -> tokens;
          case "coarse" -> coarse;
          case "fine" -> fine;
          case "query" -> query;
          default -> throw new IllegalArgumentException(changed);
        };
    NDArray flat = here.reshape(-1);
    flat.set(new NDIndex("" + at), 5f);
    NDArray unread = query; // neither heatmaps nor what was asked
    return new SceneFeatures(unread, List.of(coarse, fine), tokens, unread, query);
  }

  /**
   * Which of the twelve tokens of the prompt a change makes others, seen from the views' corner.
   */
  private List<Integer> promptChangedBy(String name, int at) {
    return Autograd.infer(
        () -> {
          NDArray points = manager.zeros(new Shape(1, 3, 2));
          NDArray before = decoder.prompt(scene("tokens", 47 * 32), points);
          SceneFeatures other = scene(name, at);
          other.tokens().reshape(-1).set(new NDIndex("" + 47 * 32), 5f);
          NDArray changes = decoder.prompt(other, points).sub(before).abs();
          float[] change = changes.sum(new int[] {2}).toFloatArray();
          List<Integer> changed = new ArrayList<>();
          for (int i = 0; i < change.length; i++) {
            if (change[i] > 1e-4) {
              changed.add(i);
            }
          }
          return changed;
        });
  }

  @Test
  void thePromptReadsEachViewAtThePointAtItsMaximumAsAWholeAndByItsQuery() {
    // View 1 begins at token 16; its corner is read at the point, and 5 is a maximum.
    assertEquals(List.of(4, 5, 6), promptChangedBy("tokens", 16 * 32));
    // Its last token is far from the corner.
    assertEquals(List.of(5, 6), promptChangedBy("tokens", 31 * 32));
    assertEquals(List.of(8), promptChangedBy("coarse", 2 * 16 * 64));
    assertEquals(List.of(8), promptChangedBy("fine", 2 * 8 * 256));
    assertEquals(List.of(), promptChangedBy("fine", 2 * 8 * 256 + 255));
    assertEquals(List.of(3), promptChangedBy("query", 0));
  }

  @Test
  void featuresAreReadBilinearly() {
    Autograd.infer(
        () -> {
          // One channel of 2×4 pixels, in three views: 0 1 2 3 / 4 5 6 7.
          NDArray map = manager.arange(0f, 8, 1).reshape(1, 1, 2, 4).tile(new long[] {3, 1, 1, 1});
          NDArray points =
              manager.create(new float[] {0.125f, 0.25f, 0.25f, 0.75f, 1, 1}, new Shape(1, 3, 2));
          assertArrayEquals(
              new float[] {0, 4.5f, 7}, ActionDecoder.sample(map, points).toFloatArray(), 1e-5f);
          return points;
        });
  }
}
