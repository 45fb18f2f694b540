package mirrorlab.notebook;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Changes how a kernel sends what cells print. IJava and JJava have the same classes in different
 * packages, with no way in but reflection.
 */
final class CellOutput {
  private static final int UNBROKEN = 32; // messages
  private static final long PAUSE_NANOS = 1_000_000;

  private CellOutput() {}

  /**
   * Replaces the kernel's stream of displayed values, and lets printing pause now and then.
   *
   * @param type {@code JupyterIO}
   * @param io the kernel's
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
   * The same consumer, which gives way after every few messages: while one thread prints on and on,
   * others must come to the socket, too, such as that of the stop button; and which ends a thread
   * that was stopped.
   */
  @SuppressWarnings("unchecked") // a kernel's own, given back to it
  private static BiConsumer<Object, Object> pausing(BiConsumer<?, ?> write) {
    int[] sent = {0};
    return (cell, text) -> {
      if (Thread.currentThread().isInterrupted()) { // and would print into the next cell
        throw new CancellationException("stopped, since the thread was interrupted");
      }
      ((BiConsumer<Object, Object>) write).accept(cell, text);
      if (++sent[0] % UNBROKEN == 0) {
        long end = System.nanoTime() + PAUSE_NANOS;
        while (System.nanoTime() < end) { // in an interrupted thread, too
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    };
  }
}
