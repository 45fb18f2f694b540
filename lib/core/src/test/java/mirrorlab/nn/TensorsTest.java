package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorsTest {
  @Test
  void aNumberOutlivesItsJavaObjectUntilTheDerivativeHasUsedIt() {
    try (Parameters parameters = new Parameters(0)) {
      NDArray weight = parameters.constant("weight", 1, 3);
      Autograd.differentiate(
          () -> {
            // The derivative of each step is its factor, which nobody in Java holds any more.
            NDArray product = weight;
            for (int i = 0; i < 100; i++) {
              product = Tensors.scaled(product, i % 2 == 0 ? 2 : 0.5);
            }
            NDArray loss = product.sum();
            FreedMemory.overwrite();
            return Map.of("loss", loss);
          });
      Autograd.infer(
          () -> assertArrayEquals(new float[] {1, 1, 1}, weight.getGradient().toFloatArray()));
    }
  }

  @Test
  void bytesHaveNoSign() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray bytes = Tensors.of(manager, new byte[] {0, 127, -1}, 3);
      assertArrayEquals(new int[] {0, 127, 255}, bytes.toUint8Array());
    }
  }
}
