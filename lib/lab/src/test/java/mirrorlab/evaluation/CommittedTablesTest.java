package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mirrorlab.files.CsvTable;
import org.junit.jupiter.api.Test;

class CommittedTablesTest {
  private static final List<String> FREE_TEXT =
      List.of("instruction", "guess", "understood", "named");

  /** Otherwise the records of one version could not be compared with another's by checksum. */
  @Test
  void eachCommittedTableIsWrittenAsItIs() throws IOException {
    Path data = Path.of(System.getProperty("mirrorlab.root"), "data");
    List<Path> files;
    try (Stream<Path> all = Files.walk(data)) {
      files = all.filter(file -> file.toString().endsWith(".csv")).toList();
    }
    assertFalse(files.isEmpty(), data + " holds no tables");
    for (Path file : files) {
      CsvTable table = CsvTable.read(file);
      String[] free = FREE_TEXT.stream().filter(table.columns()::contains).toArray(String[]::new);
      assertEquals(Files.readString(file), table.quoting(free).text(), file.toString());
    }
  }
}
