package mirrorlab.pickle;

import java.io.IOException;
import mirrorlab.files.Sanitized;

/** A pickle cannot be read; the message names the file, the byte, the problem and the fix. */
public final class PickleException extends IOException {
  private static final long serialVersionUID = 1;

  private PickleException(String message) {
    super(message);
  }

  /** The same exception with a cause. */
  PickleException because(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The bytes are not a complete pickle. */
  static PickleException damaged(String source, long offset, String what) {
    return new PickleException(
        source
            + " is not a whole pickle: at byte "
            + offset
            + " "
            + what
            + "; copy or download it again");
  }

  /** The pickle is larger or more entangled than any legitimate data. */
  static PickleException excessive(String source, long offset, String what) {
    return new PickleException(
        source
            + " is refused: at byte "
            + offset
            + " "
            + what
            + "; save its data again from Python in smaller files of plain values");
  }

  /** The pickle refers to a name that is not allowed. */
  static PickleException refused(String source, long offset, String name, String advice) {
    return new PickleException(
        source
            + " is refused: at byte "
            + offset
            + " it asks for "
            + Sanitized.of(name)
            + ", which is not plain data, and nothing was run; if you trust who made it, "
            + advice);
  }
}
