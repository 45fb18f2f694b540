package mirrorlab.alignment;

import java.util.Locale;

/**
 * What E is aligned with: U's video, or one of the controls that decide what a gain is due to.
 *
 * <p>The controls have the same loss, the same batches and the same number of pairs; each leaves
 * out one thing that the video brings.
 */
public enum Partner {
  /** What U makes of the video. */
  VIDEO,
  /** What U makes of the instruction's text: the geometry of language, without watching. */
  TEXT,
  /** A fixed random vector for each instruction: one more label, and nothing of U. */
  RANDOM_CODE,
  /**
   * The video of another instruction of the same task, always the same one: as much watching, of
   * the wrong thing.
   */
  DERANGED;

  /** The name in commands and records: {@code random-code}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
