package mirrorlab.data;

import java.util.Locale;

/** What an episode is used for. Choices are made on validation; test is touched once. */
public enum Split {
  /** To learn from: instructions that are seen. */
  TRAIN,
  /** To choose by: seen instructions. */
  VALIDATION,
  /** To be judged by: seen instructions in new scenes. */
  TEST_SEEN,
  /** To be judged by: instructions that nothing was ever trained on. */
  TEST_UNSEEN;

  /** The name in files and records: {@code test-seen}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
