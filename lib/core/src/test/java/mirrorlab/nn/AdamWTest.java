package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdamWTest {

  @Test
  void agreesWithPyTorchsAdamWUnderClippedGradients() {
    Golden golden = new Golden(getClass(), "adamw.safetensors");
    double[] rates = {0.1, 0.2, 0.05, 0.01};
    try (Parameters parameters = new Parameters(0);
        AdamW optimiser = new AdamW(matrixAndVector(parameters), 0.1, 1)) {
      golden.fill("start.", parameters.all());
      for (int step = 0; step < rates.length; step++) {
        pull(parameters, golden, "gradient." + step + ".");
        assertEquals(golden.get("norm." + step)[0], optimiser.step(rates[step], step), 1e-3);
        for (String name : parameters.trainable().keySet()) {
          golden.check("after." + step + "." + name, parameters.trainable().get(name), 1e-6);
        }
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteMovesNothing() {
    try (Parameters parameters = new Parameters(0);
        AdamW optimiser = new AdamW(matrixAndVector(parameters), 0.1, 1)) {
      NDArray vector = parameters.trainable().get("vector");
      float[] before = vector.toFloatArray();
      Autograd.differentiate(() -> Map.of("loss", vector.mul(Float.NaN).sum()));
      assertFalse(Double.isFinite(optimiser.step(0.1, 0)));
      assertArrayEquals(before, vector.toFloatArray());
    }
  }

  private static Parameters matrixAndVector(Parameters parameters) {
    parameters.constant("matrix", 0, 3, 4);
    parameters.constant("vector", 0, 5);
    return parameters;
  }

  /** Makes the given gradients, as those of the sum of weight times gradient. */
  private static void pull(Parameters parameters, Golden golden, String prefix) {
    Autograd.differentiate(
        () -> {
          NDArray sum = parameters.manager().create(0f);
          for (Map.Entry<String, NDArray> entry : parameters.trainable().entrySet()) {
            NDArray weight = entry.getValue();
            float[] gradient = golden.get(prefix + entry.getKey());
            sum =
                sum.add(weight.mul(weight.getManager().create(gradient, weight.getShape())).sum());
          }
          return Map.of("loss", sum);
        });
  }
}
