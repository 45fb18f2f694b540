package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Native memory that Java frees between a computation and its derivative; see {@link Tensors}. */
public final class FreedMemory {
  private static final int NAN = 0x7ff80000; // once a float, twice a double

  private FreedMemory() {}

  /** Checks that a step has the same gradients whether or not garbage is collected meanwhile. */
  public static <B> void changesNoGradient(Trainable<B> training) {
    Map<String, float[]> undisturbed = gradients(training, () -> {});
    Map<String, float[]> disturbed = gradients(training, FreedMemory::overwrite);
    undisturbed.forEach((name, array) -> assertArrayEquals(array, disturbed.get(name), name));
  }

  private static <B> Map<String, float[]> gradients(Trainable<B> training, Runnable meanwhile) {
    B batch = training.batch(0);
    Parameters parameters = training.parameters();
    Autograd.infer(
        () -> parameters.trainable().values().forEach(array -> array.getGradient().muli(0)));
    Autograd.differentiate(
        () -> {
          var losses = training.losses(batch);
          meanwhile.run();
          return losses;
        });
    Map<String, float[]> gradients = new LinkedHashMap<>();
    parameters
        .trainable()
        .forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
    return gradients;
  }

  /** Frees what Java does not hold, and fills small pieces of native memory with other numbers. */
  static void overwrite() {
    List<ByteBuffer> junk = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      System.gc();
      for (int k = 0; k < 2000; k++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 + 4 * (k % 32));
        while (buffer.hasRemaining()) {
          buffer.putInt(NAN);
        }
        junk.add(buffer);
      }
    }
    assertEquals(10_000, junk.size());
  }
}
