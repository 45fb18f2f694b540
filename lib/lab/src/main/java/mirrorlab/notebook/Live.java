package mirrorlab.notebook;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A live display of one changing value: in the cell, updated at most a few times per second, or as
 * lines of text outside a notebook.
 */
public final class Live {
  private static final long CELL_NANOS = 500_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;

  private static volatile Function<Object, String> display = Live::print;
  private static volatile BiConsumer<String, Object> update = (id, value) -> print(value);
  private static volatile long pause = LINE_NANOS;

  private String id;
  private long shownAt;

  Live() {}

  /**
   * Sets the functions that show values in cells; called once, by the kernel's start-up script.
   *
   * @param display shows a value in the running cell and returns the display's id
   * @param update replaces the value of a display
   */
  public static void in(Function<Object, String> display, BiConsumer<String, Object> update) {
    Live.display = display;
    Live.update = update;
    pause = CELL_NANOS;
  }

  /** Shows the value, or skips it if the last one was shown a moment ago. */
  void show(Object value) {
    if (id == null || System.nanoTime() - shownAt > pause) {
      showLast(value);
    }
  }

  /** Always shows the value. */
  void showLast(Object value) {
    if (id == null) {
      id = display.apply(value);
    } else {
      update.accept(id, value);
    }
    shownAt = System.nanoTime();
  }

  private static String print(Object value) {
    System.out.println(value);
    return "";
  }
}
