package mirrorlab.nn;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.FileWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.CsvTable;

/** The rows of {@code metrics.csv}: step, seconds, and {@link Progress#columns}. */
final class Metrics implements AutoCloseable {
  private static final String STEP = "step";
  private static final String SECONDS = "seconds";

  private final CsvWriter out;
  private boolean headed;

  /** Keeps the rows up to step {@code done} of an earlier file, and appends. */
  Metrics(Path file, long done) throws IOException {
    if (Files.exists(file)) {
      CsvTable table = CsvTable.readUnfinished(file);
      headed = !table.columns().isEmpty();
      if (headed) {
        int step = table.columns().indexOf(STEP);
        table
            .with(table.rows().stream().filter(it -> Long.parseLong(it.get(step)) <= done).toList())
            .write(file);
      } else {
        AtomicFile.write(file, "");
      }
    }
    // Not closed by an interruption, as a writer of java.nio would be.
    FileWriter writer = new FileWriter(file.toFile(), StandardCharsets.UTF_8, true);
    out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
  }

  void add(Progress progress) throws IOException {
    Map<String, Double> columns = progress.columns();
    double seconds = progress.elapsed().toMillis() / 1e3;
    try {
      if (!headed) {
        out.writeRecord(row(STEP, SECONDS, columns.keySet()));
        headed = true;
      }
      out.writeRecord(row(progress.step(), seconds, columns.values()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<String> row(Object step, Object seconds, Iterable<?> others) {
    List<String> cells = new ArrayList<>(List.of(step.toString(), seconds.toString()));
    others.forEach(it -> cells.add(it.toString()));
    return cells;
  }

  void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
