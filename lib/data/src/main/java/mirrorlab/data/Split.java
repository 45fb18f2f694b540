package mirrorlab.data;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The use of an episode. Choices are made on validation; test is used once. */
public enum Split {
  /** Training: seen instructions. */
  TRAIN,
  /** Model selection: seen instructions. */
  VALIDATION,
  /** Evaluation: seen instructions in new scenes. */
  TEST_SEEN,
  /** Evaluation: instructions that no model was ever trained on. */
  TEST_UNSEEN;

  /** The name in files and records: {@code test-seen}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The split with this label.
   *
   * @throws IllegalArgumentException if there is none; the message lists all labels
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
