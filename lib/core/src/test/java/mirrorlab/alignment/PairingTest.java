package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import mirrorlab.nn.Tensors;
import org.junit.jupiter.api.Test;

class PairingTest {
  // Items 0 and 1 are of one instruction, 2 of another of their task, 3 of another task.
  private static final Labels LABELS =
      new Labels(new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 2}, new int[] {0, 0, 0, 1});

  private static double loss(Pairing pairing, NDManager manager, float[] u, float[] e) {
    NDArray a = Tensors.of(manager, u, 4, 4);
    NDArray b = Tensors.of(manager, e, 4, 4);
    return pairing.loss(a, b, LABELS, 0.5).getFloat();
  }

  private static float[] one(int... columns) {
    float[] rows = new float[16];
    for (int i = 0; i < 4; i++) {
      rows[4 * i + columns[i]] = 1;
    }
    return rows;
  }

  @Test
  void handComputed() {
    try (NDManager manager = NDManager.newBaseManager()) {
      // Each item alone on its axis: a positive scores 2, any other 0.
      float[] apart = one(0, 1, 2, 3);
      double all = Math.log(Math.exp(2) + 3);
      assertEquals(all - 2, loss(Pairing.EPISODE, manager, apart, apart), 1e-5);
      // Items 0 and 1 have two positives, of which one scores 2 and one 0.
      assertEquals(
          (2 * (all - 1) + 2 * (all - 2)) / 4,
          loss(Pairing.INSTRUCTION, manager, apart, apart),
          1e-5);
      assertEquals(
          (3 * (all - 2 / 3.0) + all - 2) / 4, loss(Pairing.TASK, manager, apart, apart), 1e-5);
    }
  }

  @Test
  void theHierarchyIsAWeightedSum() {
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] u = one(0, 1, 2, 3);
      float[] e = one(1, 1, 0, 3);
      assertEquals(
          loss(Pairing.EPISODE, manager, u, e) / 4
              + loss(Pairing.INSTRUCTION, manager, u, e) / 2
              + loss(Pairing.TASK, manager, u, e) / 4,
          loss(Pairing.HIERARCHICAL, manager, u, e),
          1e-5);
    }
  }

  @Test
  void noTruePairIsPushedApart() {
    // Both items of the instruction on one axis: best for it, bad for telling episodes apart.
    try (NDManager manager = NDManager.newBaseManager()) {
      float[] together = one(0, 0, 2, 3);
      float[] apart = one(0, 1, 2, 3);
      assertTrue(
          loss(Pairing.INSTRUCTION, manager, together, together)
              < loss(Pairing.INSTRUCTION, manager, apart, apart));
      assertTrue(
          loss(Pairing.EPISODE, manager, together, together)
              > loss(Pairing.EPISODE, manager, apart, apart));
    }
  }
}
