package mirrorlab.figures;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Predicate;

/** The evaluations whose records have one row per item, {@code KIND-ARM-SPLIT.csv}. */
enum Measured {
  RECOGNITION("recognition", "recognition (top-1)", "rank", "1"::equals),
  IMITATION(
      "imitation", "imitation (within 1 cm)", "cm", distance -> Double.parseDouble(distance) <= 1),
  CONTROL("control", "control (success)", "outcome", "success"::equals),
  WATCH_THEN_DO("watch-then-do", "watch, then do (success)", "outcome", "success"::equals);

  final String kind;
  final String words;
  final String column;
  final Predicate<String> success;

  /**
   * An evaluation.
   *
   * @param kind its name in files
   * @param words its name in tables
   * @param column the column with an item's outcome
   * @param success whether a cell of the column counts as a success
   */
  Measured(String kind, String words, String column, Predicate<String> success) {
    this.kind = kind;
    this.words = words;
    this.column = column;
    this.success = success;
  }

  Path file(Path seed, String arm, String split) {
    return seed.resolve(String.format(Locale.ROOT, "%s-%s-%s.csv", kind, arm, split));
  }
}
