package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import org.junit.jupiter.api.Test;

class InfoNceTest {
  private static final float[][] SIMILARITY = {{2, 0, 1}, {1, 1, 0}, {0, 2, 3}};

  @Test
  void withOnePositiveARowItIsTheMeanCrossEntropyOfBothDirections() {
    // Each row and column: log(e¹ + e⁰) − 1.
    assertEquals(Math.log1p(Math.exp(-1)), loss(new float[][] {{1, 0}, {0, 1}}, 1, 0, 1), 1e-6);
    // Rows: log(e + 1) − 1 and log 2; columns: log(e + √e) − 1 and log(1 + √e) − ½.
    double rows = Math.log(Math.E + 1) - 1 + Math.log(2);
    double columns = Math.log(Math.E + Math.exp(.5)) - 1 + Math.log(1 + Math.exp(.5)) - .5;
    assertEquals((rows + columns) / 4, loss(new float[][] {{1, 0}, {.5f, .5f}}, 1, 0, 1), 1e-6);
    assertEquals(0.6006118, loss(SIMILARITY, 1, 0, 1, 2), 1e-6);
  }

  @Test
  void severalPositivesAreAveragedOutsideTheLogarithm() {
    // From the formula in 64 bits, in another language.
    assertEquals(0.9339452, loss(SIMILARITY, 1, 0, 0, 1), 1e-6);
  }

  @Test
  void aLowerTemperatureSharpensIt() {
    assertEquals(Math.log1p(Math.exp(-2)), loss(new float[][] {{1, 0}, {0, 1}}, .5, 0, 1), 1e-6);
  }

  @Test
  void itsBestValueIsTheLogarithmOfThePositives() {
    float[][] perfect = {{90, 90, 0}, {90, 90, 0}, {0, 0, 90}};
    assertEquals(2 * Math.log(2) / 3, loss(perfect, 1, 0, 0, 1), 1e-6);
  }

  @Test
  void theGradientThroughBothMapsIsThatOfFiniteDifferences() {
    try (Parameters parameters = new Parameters(3)) {
      AlignmentMaps maps = new AlignmentMaps(parameters, 5, 4, 6);
      NDManager manager = parameters.manager();
      Random random = new Random(4);
      float[] u = gaussian(random, 20);
      float[] e = gaussian(random, 16);
      Supplier<Map<String, NDArray>> loss =
          () ->
              Map.of(
                  "alignment",
                  InfoNce.loss(
                      maps.understanding(manager.create(u, new Shape(4, 5))),
                      maps.execution(manager.create(e, new Shape(4, 4))),
                      InfoNce.positives(manager, new int[] {0, 1, 0, 2}, new int[] {0, 1, 0, 2}),
                      0.3));
      Autograd.differentiate(loss);
      for (NDArray array : parameters.trainable().values()) {
        float[] found = Autograd.infer(() -> array.getGradient().toFloatArray());
        float[] expected = new float[found.length];
        for (int i = 0; i < found.length; i++) {
          expected[i] =
              (float) ((shifted(array, i, 1e-2f, loss) - shifted(array, i, -1e-2f, loss)) / 2e-2);
        }
        assertArrayEquals(expected, found, 2e-3f);
      }
    }
  }

  private static float shifted(
      NDArray array, int i, float by, Supplier<Map<String, NDArray>> loss) {
    return Autograd.infer(
        () -> {
          NDArray before = array.duplicate();
          float[] values = before.toFloatArray();
          values[i] += by;
          array.set(new NDIndex("..."), array.getManager().create(values, array.getShape()));
          float value = loss.get().get("alignment").getFloat();
          array.set(new NDIndex("..."), before);
          return value;
        });
  }

  private static double loss(float[][] similarity, double temperature, int... labels) {
    try (NDManager manager = NDManager.newBaseManager()) {
      return Autograd.infer(
          () ->
              InfoNce.loss(
                      manager.create(similarity),
                      manager.eye(labels.length),
                      InfoNce.positives(manager, labels, labels),
                      temperature)
                  .getFloat());
    }
  }

  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
