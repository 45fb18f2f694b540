package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import mirrorlab.alignment.JointTraining;
import mirrorlab.files.CsvTable;

/**
 * The losses of a joint training, small enough for a record: each row is the mean over the 100
 * steps that end at {@code last step}, or over those that remain at the end.
 */
final class LossTable {
  private static final int STEPS = 100;
  private static final String LAST = "last step";
  private static final List<String> LOSSES =
      List.of(
          JointTraining.RECOGNITION,
          JointTraining.IMITATION,
          JointTraining.ALIGNMENT,
          JointTraining.WITHIN_TASK);

  private LossTable() {}

  /** The losses in a run's {@code metrics.csv}, in nats; an arm without a loss lacks its column. */
  static CsvTable of(Path run) throws IOException {
    CsvTable metrics = CsvTable.read(run.resolve("metrics.csv"));
    List<String> losses = LOSSES.stream().filter(metrics.columns()::contains).toList();
    List<double[]> numbers = losses.stream().map(metrics::numbers).toList();
    int steps = metrics.rows().size();
    List<List<String>> rows = new ArrayList<>();
    for (int from = 0; from < steps; from += STEPS) {
      int to = Math.min(steps, from + STEPS);
      List<String> row = new ArrayList<>(List.of(Integer.toString(to)));
      for (double[] loss : numbers) {
        double mean = Arrays.stream(loss, from, to).average().orElseThrow();
        row.add(String.format(Locale.ROOT, "%.4f", mean));
      }
      rows.add(row);
    }
    String[] columns = Stream.concat(Stream.of(LAST), losses.stream()).toArray(String[]::new);
    return CsvTable.of(columns).with(rows);
  }
}
