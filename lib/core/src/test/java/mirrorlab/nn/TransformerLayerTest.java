package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerLayerTest {
  private static final Shape INPUT = new Shape(2, 5, 8);
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final Golden golden = new Golden(getClass(), "layer.safetensors");
  private final Golden gated = new Golden(getClass(), "geglu.safetensors");

  private static NDArray causal(Parameters parameters) {
    float[][] mask = new float[5][5];
    for (int row = 0; row < 5; row++) {
      for (int column = row + 1; column < 5; column++) {
        mask[row][column] = (float) NEVER;
      }
    }
    return parameters.manager().create(mask);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void agreesWithPyTorchsLayersForwardsAndBackwards(Activation activation) {
    agrees(activation == Activation.GEGLU ? gated : golden, activation);
  }

  private static void agrees(Golden golden, Activation activation) {
    String name = activation.name().toLowerCase(Locale.ROOT);
    try (Parameters parameters = new Parameters(0)) {
      TransformerLayer layer = new TransformerLayer(parameters, 8, 2, 12, activation);
      golden.fill(name + ".weight.", parameters.all());
      NDArray x = parameters.manager().create(golden.get("x"), INPUT);
      NDArray mask = causal(parameters);
      golden.check(name + ".plain", layer.forward(x), 1e-4);
      golden.check(name + ".causal", layer.forward(x, mask), 1e-4);
      Autograd.differentiate(() -> Map.of("loss", layer.forward(x, mask).square().mean()));
      golden.checkGradients(name + ".gradient.", parameters, 1e-3);
    }
  }

  @Test
  void attentionToOthersAgreesWithPyTorchsForwardsAndBackwards() {
    Golden cross = new Golden(getClass(), "cross.safetensors");
    try (Parameters parameters = new Parameters(0)) {
      Attention attention = new Attention(parameters, 8, 2);
      cross.fill("weight.", parameters.all());
      NDArray asking = parameters.manager().create(cross.get("asking"), new Shape(2, 3, 8));
      NDArray seen = parameters.manager().create(cross.get("seen"), INPUT);
      cross.check("found", attention.cross(asking, seen), 1e-4);
      Autograd.differentiate(() -> Map.of("loss", attention.cross(asking, seen).square().mean()));
      cross.checkGradients("gradient.", parameters, 1e-3);
    }
  }

  @Test
  void aGatedActivationMultipliesOneHalfByTheOthersGate() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray x = parameters.manager().create(new float[] {2, 3, 1, -50}, new Shape(1, 4));
      // gelu(1) = 0.8413, gelu(−50) = 0.
      assertArrayEquals(
          new float[] {2 * 0.84134f, 0}, Activation.GEGLU.of(x).toFloatArray(), 1e-4f);
    }
  }

  @Test
  void attentionWeightsAreASoftmaxOfScaledProducts() {
    try (Parameters parameters = new Parameters(0)) {
      Attention attention = new Attention(parameters, 2, 1);
      // Queries and keys are the tokens themselves.
      float[] identities = {1, 0, 0, 1, 1, 0, 0, 1, 5, 5, 5, 5};
      parameters.all().get("in_proj_weight").set(identities);
      NDArray x = parameters.manager().create(new float[] {1, 0, 0, 1}, new Shape(1, 2, 2));
      NDArray first = attention.weights(x, 1);
      assertEquals(new Shape(1, 1, 1, 2), first.getShape());
      // exp(1/√2) / (exp(1/√2) + exp(0)) = 0.66976
      assertArrayEquals(new float[] {0.66976f, 0.33024f}, first.toFloatArray(), 1e-5f);
    }
  }

  @Test
  void theFirstTokensAloneAreAsAmongAll() {
    try (Parameters parameters = new Parameters(0)) {
      TransformerLayer layer = new TransformerLayer(parameters, 8, 2, 12, Activation.GELU);
      NDArray x = parameters.manager().create(golden.get("x"), INPUT);
      float[] all = layer.forward(x).get(":,:2").toFloatArray();
      NDArray first = layer.first(x, 2);
      assertEquals(new Shape(2, 2, 8), first.getShape());
      assertArrayEquals(all, first.toFloatArray(), 1e-6f);
    }
  }

  @Test
  void attentionIsTheSoftmaxOfScaledProductsOfQueriesAndKeys() {
    try (Parameters parameters = new Parameters(0)) {
      Attention attention = new Attention(parameters, 1, 1);
      set(parameters, "in_proj_weight", 2, 1, 10); // q = 2x, k = x, v = 10x
      set(parameters, "in_proj_bias", 0, 0, 1); //    v + 1
      set(parameters, "out_proj.weight", 1);
      NDArray x = parameters.manager().create(new float[] {1, 0}, new Shape(1, 2, 1));
      float[] y = attention.forward(x, null, 2).toFloatArray();
      // Token 1 scores 2·1 and 0, token 0 scores 0 and 0; the values are 11 and 1.
      double weight = Math.exp(2) / (Math.exp(2) + 1);
      assertArrayEquals(new float[] {(float) (1 + 10 * weight), 6}, y, 1e-5f);
    }
  }

  @Test
  void aWidthThatTheHeadsCannotShareIsRefused() {
    try (Parameters parameters = new Parameters(0)) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new TransformerLayer(parameters, 10, 4, 20, Activation.GELU));
      assertEquals("width 10 is not a multiple of heads 4", e.getMessage());
    }
  }

  private static void set(Parameters parameters, String name, float... values) {
    NDArray array = parameters.all().get(name);
    Weights.copy(
        Map.of(name, parameters.manager().create(values, array.getShape())), Map.of(name, array));
  }
}
