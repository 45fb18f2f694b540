package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Tensors;
import org.junit.jupiter.api.Test;

class AlignmentMemoryTest {
  /** Rows whose single number is the item's own. */
  private static NDArray rows(NDManager manager, int... items) {
    float[] values = new float[items.length];
    for (int i = 0; i < items.length; i++) {
      values[i] = items[i];
    }
    return Tensors.of(manager, values, items.length, 1);
  }

  private static Labels labels(int... items) {
    int[] instructions = new int[items.length];
    int[] tasks = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      instructions[i] = 100 + items[i];
      tasks[i] = 200 + items[i];
    }
    return new Labels(items, instructions, tasks);
  }

  private static void assertHolds(AlignmentMemory memory, NDManager manager, int... items) {
    float[] held = Autograd.infer(() -> memory.behind(rows(manager, -1)).toFloatArray());
    Labels labels = memory.behind(labels(-1));
    assertEquals(items.length, memory.filled());
    for (int i = 0; i < items.length; i++) {
      assertEquals(items[i], held[1 + i]);
      assertEquals(items[i], labels.episodes()[1 + i]);
      assertEquals(100 + items[i], labels.instructions()[1 + i]);
      assertEquals(200 + items[i], labels.tasks()[1 + i]);
    }
  }

  @Test
  void theNewestTakeThePlaceOfTheOldest() {
    try (NDManager manager = NDManager.newBaseManager();
        AlignmentMemory memory = new AlignmentMemory(manager, 5, 1)) {
      assertHolds(memory, manager);
      memory.add(rows(manager, 1, 2, 3), labels(1, 2, 3));
      assertHolds(memory, manager, 1, 2, 3);
      memory.add(rows(manager, 4, 5, 6), labels(4, 5, 6));
      assertHolds(memory, manager, 6, 2, 3, 4, 5);
      memory.add(rows(manager, 7, 8, 9), labels(7, 8, 9));
      assertHolds(memory, manager, 6, 7, 8, 9, 5);
    }
  }

  @Test
  void aMemoryOfNothingForgetsAtOnce() {
    try (NDManager manager = NDManager.newBaseManager();
        AlignmentMemory memory = new AlignmentMemory(manager, 0, 1)) {
      memory.add(rows(manager, 1, 2), labels(1, 2));
      assertHolds(memory, manager);
    }
  }

  @Test
  void whatItHoldsComesBackFromItsState() {
    try (NDManager manager = NDManager.newBaseManager();
        AlignmentMemory memory = new AlignmentMemory(manager, 5, 1);
        AlignmentMemory other = new AlignmentMemory(manager, 5, 1)) {
      memory.add(rows(manager, 1, 2, 3, 4), labels(1, 2, 3, 4));
      memory.add(rows(manager, 5, 6), labels(5, 6));
      memory
          .state()
          .forEach(
              (name, array) ->
                  Autograd.infer(
                      () ->
                          other
                              .state()
                              .get(name)
                              .muli(Tensors.of(manager, new float[] {0}))
                              .addi(array)));
      assertHolds(other, manager, 6, 2, 3, 4, 5);
      other.add(rows(manager, 7), labels(7));
      assertHolds(other, manager, 6, 7, 3, 4, 5);
      assertHolds(memory, manager, 6, 2, 3, 4, 5);
    }
  }

  @Test
  void noGradientFlowsIntoWhatIsRemembered() {
    try (NDManager manager = NDManager.newBaseManager();
        AlignmentMemory memory = new AlignmentMemory(manager, 4, 1)) {
      NDArray weight = Tensors.of(manager, new float[] {3}, 1, 1);
      weight.setRequiresGradient(true);
      Autograd.differentiate(
          () -> {
            NDArray batch = rows(manager, 1, 2).matMul(weight);
            memory.add(batch, labels(1, 2));
            return java.util.Map.of("loss", memory.behind(batch).sum());
          });
      // (1 + 2) · weight from the batch; the remembered copy is a constant.
      assertArrayEquals(new float[] {3}, weight.getGradient().toFloatArray());
    }
  }
}
