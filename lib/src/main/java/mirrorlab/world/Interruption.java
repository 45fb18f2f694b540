package mirrorlab.world;

import java.util.concurrent.CancellationException;

/**
 * Ends long work soon after its thread is interrupted, as by the stop button over a lesson.
 *
 * <p>For work whose methods do not declare an {@code InterruptedException}: a policy that acts, a
 * demonstration, an encoder that reads many videos.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * Goes on, or not.
   *
   * @throws CancellationException if this thread was interrupted; it stays so
   */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("stopped, since the thread was interrupted");
    }
  }
}
