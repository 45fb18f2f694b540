package mirrorlab.notebook;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A place where one thing is shown again and again while it grows: in the cell, a few times a
 * second at most, or as lines of text where there is no notebook.
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
   * Tells where cells are: called once, by the kernel's start-up script.
   *
   * @param display shows a value in the running cell and names its place
   * @param update shows another value there
   */
  public static void in(Function<Object, String> display, BiConsumer<String, Object> update) {
    Live.display = display;
    Live.update = update;
    pause = CELL_NANOS;
  }

  /** Shows the value now, or leaves it if the last one was shown a moment ago. */
  void show(Object value) {
    if (id == null || System.nanoTime() - shownAt > pause) {
      showLast(value);
    }
  }

  /** Shows the value now. */
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
