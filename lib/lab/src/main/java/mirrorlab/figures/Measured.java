package mirrorlab.figures;

import java.nio.file.Path;
import java.util.function.Predicate;
import mirrorlab.data.Split;
import mirrorlab.evaluation.RecordNames;

/** The evaluations whose records have one row per item, {@code KIND-ARM-SPLIT.csv}. */
enum Measured {
  RECOGNITION(RecordNames.RECOGNITION, "recognition (top-1)", "rank", "1"::equals),
  IMITATION(
      RecordNames.IMITATION,
      "imitation (within 1 cm)",
      "cm",
      distance -> Double.parseDouble(distance) <= 1),
  CONTROL(RecordNames.CONTROL, "control (success)", "outcome", RecordNames.SUCCESS::equals),
  WATCH_THEN_DO(
      RecordNames.WATCH_THEN_DO,
      "watch, then do (success)",
      "outcome",
      RecordNames.SUCCESS::equals);

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

  Path file(Path seed, String arm, Split split) {
    Path record = RecordNames.record(seed, RecordNames.of(kind, arm), split);
    return RecordNames.beside(record, RecordNames.ITEMS);
  }
}
