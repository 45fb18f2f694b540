package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AutogradTest {

  @Test
  void gradientsOfAllPartsAddUp() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray w = parameters.constant("w", 3, 1);
      Map<String, NDArray> losses = new LinkedHashMap<>();
      Map<String, Double> values =
          Autograd.differentiate(
              () -> {
                losses.put("square", w.square().sum());
                losses.put("fivefold", w.mul(5).sum());
                return losses;
              });
      assertEquals(Map.of("square", 9.0, "fivefold", 15.0), values);
      assertArrayEquals(new float[] {2 * 3 + 5}, w.getGradient().toFloatArray());
    }
  }

  @Test
  void whatIsMadeMeanwhileIsFreed() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray w = parameters.constant("w", 3, 1);
      NDArray[] made = new NDArray[1];
      float doubled =
          Autograd.infer(
              () -> {
                made[0] = w.mul(2);
                return made[0].getFloat(0);
              });
      assertEquals(6, doubled);
      assertThrows(IllegalStateException.class, () -> made[0].getFloat(0));
      assertEquals(3, w.getFloat(0));
    }
  }

  @Test
  void noThreadRecordsWithoutBeingAsked() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray w = parameters.constant("w", 3, 1);
      boolean recorded =
          CompletableFuture.supplyAsync(
                  () -> Autograd.infer(() -> w.mul(2).hasGradient() || JniUtils.isGradMode()))
              .join();
      assertFalse(recorded);
    }
  }

  @Test
  void aPartKeepsWhatItComputesAndWhatTheDerivativeNeeds() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray w = parameters.constant("w", 3, 1);
      NDArray[] made = new NDArray[2];
      Map<String, Double> values =
          Autograd.differentiate(
              () -> {
                made[0] =
                    Autograd.part(
                        () -> {
                          made[1] = w.square();
                          return made[1].square();
                        });
                assertThrows(IllegalStateException.class, () -> made[1].getFloat(0));
                return Map.of("fourth", made[0].sum());
              });
      assertEquals(Map.of("fourth", 81.0), values);
      assertArrayEquals(new float[] {4 * 27}, w.getGradient().toFloatArray());
      assertThrows(IllegalStateException.class, () -> made[0].getFloat(0));
    }
  }
}
