package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Tensors;

/**
 * A ring buffer of one encoder's last M representations and their labels: a new entry replaces the
 * oldest (cross-batch memory, Wang et al., 2020).
 *
 * <p>A batch of 16 holds few or no episodes of a given task; a memory of 2,048 holds about 110 of
 * each of eighteen. Representations are stored before the map, without their gradient, and mapped
 * anew at each step, so that only the encoders' own drift makes them stale.
 */
final class AlignmentMemory implements AutoCloseable {
  private final NDManager manager;
  private final int size;
  private final NDArray values; // (M, D)
  private final NDArray labels; // (M, 3): episode, instruction, task
  private final NDArray added; // total number added so far, (1)

  /**
   * An empty memory.
   *
   * @param size M; 0 for a memory that stores nothing
   * @param width D
   */
  AlignmentMemory(NDManager parent, int size, int width) {
    manager = parent.newSubManager();
    this.size = size;
    values = kept(Math.max(1, size), width);
    labels = kept(Math.max(1, size), 3);
    added = kept(1);
  }

  private NDArray kept(long... shape) {
    NDArray array = manager.zeros(new Shape(shape));
    NDScope.unregister(array);
    return array;
  }

  /** The number of stored representations. */
  int filled() {
    return (int) Math.min(size, (long) added.getFloat());
  }

  /** A batch's representations (B, D), followed by the stored ones: (B + filled, D). */
  NDArray behind(NDArray batch) {
    int filled = filled();
    return filled == 0 ? batch : batch.concat(values.get(":{}", filled), 0);
  }

  /** A batch's labels, followed by the stored ones. */
  Labels behind(Labels batch) {
    int filled = filled();
    float[] kept = Autograd.infer(() -> labels.toFloatArray());
    return batch.then(
        new Labels(column(kept, 0, filled), column(kept, 1, filled), column(kept, 2, filled)));
  }

  private static int[] column(float[] rows, int column, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (int) rows[3 * i + column];
    }
    return numbers;
  }

  /** Adds a batch of at most M items. */
  void add(NDArray batch, Labels of) {
    if (size == 0) {
      return;
    }
    Autograd.infer(
        () -> {
          int rows = of.size();
          int at = (int) ((long) added.getFloat() % size);
          int first = Math.min(rows, size - at);
          NDArray detached = batch.stopGradient();
          NDArray numbers = Tensors.of(manager, flat(of), rows, 3);
          set(at, at + first, detached, numbers, 0, first);
          set(0, rows - first, detached, numbers, first, rows);
          added.addi(Tensors.of(manager, new float[] {rows}));
        });
  }

  private void set(int from, int to, NDArray batch, NDArray numbers, int first, int last) {
    if (from < to) {
      NDIndex place = new NDIndex("{}:{}", from, to);
      values.set(place, batch.get("{}:{}", first, last));
      labels.set(place, numbers.get("{}:{}", first, last));
    }
  }

  private static float[] flat(Labels labels) {
    float[] flat = new float[3 * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      flat[3 * i] = labels.episodes()[i];
      flat[3 * i + 1] = labels.instructions()[i];
      flat[3 * i + 2] = labels.tasks()[i];
    }
    return flat;
  }

  /** The contents by name, for a checkpoint. */
  Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    state.put("values", values);
    state.put("labels", labels);
    state.put("added", added);
    return state;
  }

  /** Frees it. */
  @Override
  public void close() {
    manager.close();
  }
}
