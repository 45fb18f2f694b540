package mirrorlab.notebook;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Changes how a kernel sends the output of cells. IJava and JJava have the same classes in
 * different packages, accessible only by reflection.
 */
final class CellOutput {
  private static final int UNBROKEN = 32; // messages
  private static final long PAUSE_NANOS = 1_000_000;

  private CellOutput() {}

  /**
   * Replaces the kernel's stream of displayed values, and makes printing pause regularly.
   *
   * @param type {@code JupyterIO}
   * @param io the kernel's {@code JupyterIO}
   * @param stream {@code JupyterOutputStream}
   * @param display in place of the kernel's {@code DisplayStream}
   */
  static void install(Class<?> type, Object io, Class<?> stream, Object display) {
    try {
      field(type, "display").set(io, display);
      Field write = field(stream, "write");
      for (String name : List.of("jupyterOut", "jupyterErr")) {
        Object printed = field(type, name).get(io);
        write.set(printed, pausing((BiConsumer<?, ?>) write.get(printed)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of the kernel is not known: " + e, e);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /**
   * The same consumer, but yielding after every few messages, so that while one thread prints
   * continuously others still get access to the socket, such as the stop button's. It also ends a
   * thread that was stopped.
   */
  @SuppressWarnings("unchecked") // an object of the kernel, returned to it
  private static BiConsumer<Object, Object> pausing(BiConsumer<?, ?> write) {
    int[] sent = {0};
    return (cell, text) -> {
      if (Thread.currentThread().isInterrupted()) { // it would print into the next cell
        throw new CancellationException("stopped, since the thread was interrupted");
      }
      ((BiConsumer<Object, Object>) write).accept(cell, text);
      if (++sent[0] % UNBROKEN == 0) {
        long end = System.nanoTime() + PAUSE_NANOS;
        while (System.nanoTime() < end) { // works in an interrupted thread, too
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    };
  }
}
