package mirrorlab.pickle;

import java.io.IOException;
import mirrorlab.files.Sanitized;

/** A pickle that is not read: its message names the file, the byte, what is wrong and the fix. */
public final class PickleException extends IOException {
  private static final long serialVersionUID = 1;

  private PickleException(String message) {
    super(message);
  }

  /** The same, with what it follows from. */
  PickleException because(Throwable cause) {
    initCause(cause);
    return this;
  }

  /** The bytes are not those of a whole pickle. */
  static PickleException damaged(String source, long offset, String what) {
    return new PickleException(
        source
            + " is not a whole pickle: at byte "
            + offset
            + " "
            + what
            + "; copy or download it again");
  }

  /** The pickle is larger or more entangled than data of ours can be. */
  static PickleException excessive(String source, long offset, String what) {
    return new PickleException(
        source
            + " is refused: at byte "
            + offset
            + " "
            + what
            + "; save its data again from Python in smaller files of plain values");
  }

  /** The pickle asks for what is not on the list. */
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
