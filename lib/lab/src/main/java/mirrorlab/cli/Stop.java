package mirrorlab.cli;

import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jline.utils.Signals;

/**
 * Ends a command on Ctrl-C, SIGTERM or SIGHUP by interrupting it instead of shutting down the JVM:
 * libtorch crashes if its library is unloaded while another thread computes. A second signal ends
 * the process at once, without a shutdown. The interrupt is repeated until the command has ended: a
 * library may lose the first one during its start-up.
 */
final class Stop {
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private static final long AGAIN = 500; // milliseconds

  private static volatile int received; // 0: none

  private Stop() {}

  /** Makes the next signal interrupt the thread that runs the command. */
  static void onSignals(Thread command) {
    SIGNALS.forEach(
        (name, number) ->
            Signals.register(
                name,
                () -> {
                  received = number;
                  SIGNALS.keySet().forEach(Signals::registerDefault);
                  interrupt(command);
                }));
  }

  private static void interrupt(Thread command) {
    try {
      while (command.isAlive()) {
        command.interrupt();
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a command failed because it was stopped. */
  static boolean explains(Exception e) {
    return received != 0 || e instanceof InterruptedException || e instanceof CancellationException;
  }

  /** 128 + the number of the signal, as in shells; SIGINT for any other interrupt. */
  static int exitCode() {
    return 128 + (received == 0 ? SIGNALS.get("INT") : received);
  }
}
