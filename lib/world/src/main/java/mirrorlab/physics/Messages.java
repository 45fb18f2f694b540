package mirrorlab.physics;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Errors and warnings that MuJoCo has reported on the current thread.
 *
 * <p>By default MuJoCo calls {@code exit()} on a fatal error, which ends the JVM, and writes
 * warnings to the console and to a file in the working directory. An exception cannot propagate
 * through C code, so the handler stores each message and the caller checks for it after each call.
 */
final class Messages {
  private Messages() {}

  private static final int LEVEL = Layout.of("message.level");
  private static final int SUBJECT = Layout.of("message.subject");
  private static final int FUNCTION = Layout.of("message.func");
  private static final int WARNING = Layout.of("mjLOG_WARNING");
  private static final int ERROR = Layout.of("mjLOG_ERROR");

  private static final class Kept {
    String error;
    List<String> warnings = new ArrayList<>();
  }

  private static final ThreadLocal<Kept> KEPT = ThreadLocal.withInitial(Kept::new);

  // MuJoCo holds only the function pointer, so the handler must never be garbage-collected.
  private static final Mj.LogHandler HANDLER = Messages::keep;

  /** Registers this class as MuJoCo's log handler. */
  static void listen() {
    Mj.mju_setLogHandler(HANDLER);
  }

  private static void keep(Pointer message) {
    int level = message.getInt(LEVEL);
    Pointer function = message.getPointer(FUNCTION);
    String text =
        (function == null ? "" : function.getString(0, "UTF-8") + ": ")
            + message.getString(SUBJECT, "UTF-8");
    Kept kept = KEPT.get();
    if (level == ERROR && kept.error == null) {
      // Later errors are only consequences of the first.
      kept.error = text;
    } else if (level == WARNING) {
      kept.warnings.add(text);
    }
  }

  /** Returns and clears the fatal error of the last call, if any. */
  static Optional<String> takeError() {
    Kept kept = KEPT.get();
    String error = kept.error;
    kept.error = null;
    return Optional.ofNullable(error);
  }

  /** Returns and clears the warnings of the last call. */
  static List<String> takeWarnings() {
    Kept kept = KEPT.get();
    List<String> warnings = kept.warnings;
    kept.warnings = new ArrayList<>();
    return List.copyOf(warnings);
  }
}
