package mirrorlab.alignment;

import java.util.Locale;

/**
 * E's alignment target: U's video, or one of the controls that show where a gain comes from.
 *
 * <p>The controls have the same loss, the same batches and the same number of pairs; each leaves
 * out one thing that the video provides.
 */
public enum Partner {
  /** U's representation of the video. */
  VIDEO,
  /** U's representation of the instruction's text: the geometry of language, without video. */
  TEXT,
  /** A fixed random vector per instruction: an extra label, with nothing of U. */
  RANDOM_CODE,
  /**
   * The video of another instruction of the same task, always the same one: as much video, of the
   * wrong action.
   */
  DERANGED;

  /** The name in commands and records: {@code random-code}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
