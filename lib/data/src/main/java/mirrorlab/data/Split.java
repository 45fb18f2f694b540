package mirrorlab.data;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /**
   * The split of this label.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Split named(String label) {
    return Stream.of(values())
        .filter(split -> split.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "there is no split '%s'; the splits are %s",
                        label,
                        Stream.of(values()).map(Split::label).collect(Collectors.joining(", ")))));
  }
}
