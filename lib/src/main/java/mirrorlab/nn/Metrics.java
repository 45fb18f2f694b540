package mirrorlab.nn;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import mirrorlab.files.WholeFile;

/**
 * The rows of {@code metrics.csv}: step, seconds, the learning rate ({@code rate}, or {@code rate
 * of GROUP} where there are several groups), and a column for each part of the loss; where parts
 * have weights, also one for each {@code weighted PART}.
 */
final class Metrics implements AutoCloseable {
  private static final String RATE = "rate";
  private static final String WEIGHTED = "weighted ";

  private final Writer out;
  private boolean headed;

  /** Keeps the rows up to step {@code done} of an earlier file, and appends. */
  Metrics(Path file, long done) throws IOException {
    if (Files.exists(file)) {
      List<String> rows =
          Files.readAllLines(file).stream().filter(row -> stepOf(row) <= done).toList();
      WholeFile.write(file, rows.isEmpty() ? "" : String.join("\n", rows) + "\n");
      headed = !rows.isEmpty();
    }
    out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void add(Progress progress) throws IOException {
    if (!headed) {
      List<String> columns = new ArrayList<>(List.of("step", "seconds"));
      progress
          .rates()
          .keySet()
          .forEach(name -> columns.add(RATE + (name.isEmpty() ? "" : " of " + name)));
      columns.addAll(progress.losses().keySet());
      weighted(progress).keySet().forEach(name -> columns.add(WEIGHTED + name));
      out.write(String.join(",", columns) + "\n");
      headed = true;
    }
    StringJoiner row = new StringJoiner(",", "", "\n");
    row.add(Long.toString(progress.step()));
    row.add(Double.toString(progress.elapsed().toMillis() / 1e3));
    progress.rates().values().forEach(rate -> row.add(Double.toString(rate)));
    progress.losses().values().forEach(loss -> row.add(Double.toString(loss)));
    weighted(progress).values().forEach(loss -> row.add(Double.toString(loss)));
    out.write(row.toString());
  }

  private static Map<String, Double> weighted(Progress progress) {
    return progress.lossWeights().isEmpty() ? Map.of() : progress.weighted();
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The header counts as step 0; a last row that was cut short as one that never was. */
  private static long stepOf(String row) {
    if (row.startsWith("step,")) {
      return 0;
    }
    int comma = row.indexOf(',');
    return comma < 0 ? Long.MAX_VALUE : Long.parseLong(row.substring(0, comma));
  }
}
