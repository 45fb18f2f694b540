package mirrorlab.nn;

import java.io.BufferedWriter;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import mirrorlab.files.AtomicFile;

/** The rows of {@code metrics.csv}: step, seconds, and {@link Progress#columns}. */
final class Metrics implements AutoCloseable {
  private final Writer out;
  private boolean headed;

  /** Keeps the rows up to step {@code done} of an earlier file, and appends. */
  Metrics(Path file, long done) throws IOException {
    if (Files.exists(file)) {
      List<String> rows =
          Files.readAllLines(file).stream().filter(row -> stepOf(row) <= done).toList();
      AtomicFile.write(file, rows.isEmpty() ? "" : String.join("\n", rows) + "\n");
      headed = !rows.isEmpty();
    }
    // Not closed by an interruption, as a writer of java.nio would be.
    out = new BufferedWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8, true));
  }

  void add(Progress progress) throws IOException {
    Map<String, Double> columns = progress.columns();
    if (!headed) {
      out.write("step,seconds," + String.join(",", columns.keySet()) + "\n");
      headed = true;
    }
    StringJoiner row = new StringJoiner(",", "", "\n");
    row.add(Long.toString(progress.step()));
    row.add(Double.toString(progress.elapsed().toMillis() / 1e3));
    columns.values().forEach(number -> row.add(Double.toString(number)));
    out.write(row.toString());
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The header counts as step 0; a truncated last row as a step that is never kept. */
  private static long stepOf(String row) {
    if (row.startsWith("step,")) {
      return 0;
    }
    int comma = row.indexOf(',');
    return comma < 0 ? Long.MAX_VALUE : Long.parseLong(row.substring(0, comma));
  }
}
