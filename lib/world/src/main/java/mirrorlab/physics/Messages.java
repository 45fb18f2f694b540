package mirrorlab.physics;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What MuJoCo has said on this thread.
 *
 * <p>Without a handler of ours a fatal error calls {@code exit()} and takes the JVM along, and a
 * warning is written to the console and to a file in the working directory. An exception thrown
 * here would not cross the C code above us, so messages are kept and the caller looks after each
 * call.
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

  // MuJoCo keeps only the function pointer: the handler must never be collected.
  private static final Mj.LogHandler HANDLER = Messages::keep;

  /** Makes MuJoCo tell its messages to this class. */
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
      // What follows the first error is only its consequence.
      kept.error = text;
    } else if (level == WARNING) {
      kept.warnings.add(text);
    }
  }

  /** Takes the fatal error of the last call, if it had one. */
  static Optional<String> takeError() {
    Kept kept = KEPT.get();
    String error = kept.error;
    kept.error = null;
    return Optional.ofNullable(error);
  }

  /** Takes the warnings of the last call. */
  static List<String> takeWarnings() {
    Kept kept = KEPT.get();
    List<String> warnings = kept.warnings;
    kept.warnings = new ArrayList<>();
    return List.copyOf(warnings);
  }
}
