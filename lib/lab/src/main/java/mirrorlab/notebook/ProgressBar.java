package mirrorlab.notebook;

import java.time.Duration;
import java.util.Locale;

/**
 * A progress bar for a loop, with an estimate of the remaining time.
 *
 * <pre>{@code
 * try (ProgressBar bar = ProgressBar.of("acting", 20)) {
 *   for (...) {
 *     ...
 *     bar.step();
 *   }
 * }
 * }</pre>
 */
public final class ProgressBar implements AutoCloseable {
  private final String label;
  private final long steps;
  private final long began = System.nanoTime();
  private final Live live = new Live();
  private long done;

  private ProgressBar(String label, long steps) {
    this.label = label;
    this.steps = steps;
  }

  /**
   * Shows an empty bar.
   *
   * @param label name of the activity
   * @param steps number of calls of {@link #step} to come
   */
  public static ProgressBar of(String label, long steps) {
    ProgressBar bar = new ProgressBar(label, steps);
    bar.live.show(bar);
    return bar;
  }

  /** Counts one more step. Thread-safe. */
  public synchronized void step() {
    done++;
    live.show(this);
  }

  /** Shows the final progress and the elapsed time. */
  @Override
  public synchronized void close() {
    live.showLast(this);
  }

  /** Such as {@code acting: 12 of 20, 8 s left}, and in the end {@code acting: 20 in 21 s}. */
  @Override
  public String toString() {
    Duration spent = Duration.ofNanos(System.nanoTime() - began);
    if (done == steps) {
      return label + ": " + done + " in " + seconds(spent);
    }
    String left =
        done == 0 ? "" : ", " + seconds(spent.multipliedBy(steps - done).dividedBy(done)) + " left";
    return label + ": " + done + " of " + steps + left;
  }

  Shown shown() {
    String bar =
        done == steps
            ? ""
            : String.format(
                Locale.ROOT, "<progress max=\"%d\" value=\"%d\"></progress> ", steps, done);
    return Shown.html(bar + escaped(toString()), toString());
  }

  /** 75 s → {@code 1 min 15 s}. */
  static String seconds(Duration time) {
    long seconds = Math.round(time.toMillis() / 1e3);
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
