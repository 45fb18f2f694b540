package mirrorlab.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  private static final CsvTable TABLE =
      CsvTable.of("task", "said", "cm")
          .quoting("said")
          .with(
              List.of(
                  List.of("jar", "close it", 1.5),
                  List.of("a,b", "say \"on\"\nnow", -2),
                  List.of("tap", "", 0)));

  @TempDir Path folder;

  @Test
  void freeTextIsQuotedAlwaysAndOtherCellsWhereNeeded() {
    assertEquals(
        "task,said,cm\n"
            + "jar,\"close it\",1.5\n"
            + "\"a,b\",\"say \"\"on\"\"\nnow\",-2\n"
            + "tap,\"\",0\n",
        TABLE.text());
  }

  @Test
  void aWrittenTableIsReadBack() throws IOException {
    Path file = folder.resolve("a.csv");
    TABLE.write(file);
    CsvTable read = CsvTable.read(file);
    assertEquals(TABLE, read.quoting("said"));
    assertArrayEquals(new double[] {1.5, -2, 0}, read.numbers("cm"));
    Files.writeString(file, TABLE.text().replace("\n", "\r\n"));
    assertEquals(List.of("jar", "a,b", "tap"), CsvTable.read(file).column("task"));
  }

  @Test
  void tablesAreJoinedRowByRow() {
    CsvTable right = CsvTable.of("n").with(List.of(List.of(1), List.of(2), List.of(3)));
    CsvTable both = TABLE.beside(right);
    assertEquals(List.of("task", "said", "cm", "n"), both.columns());
    assertEquals(List.of("tap", "", "0", "3"), both.rows().get(2));
    assertTrue(both.text().contains("jar,\"close it\",1.5,1\n"), both.text());
    assertThrows(IllegalArgumentException.class, () -> TABLE.beside(CsvTable.of("n")));
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> CsvTable.of("a").with(List.of(List.of(1, 2))));
    assertThrows(IllegalArgumentException.class, () -> CsvTable.of("a", "a"));
    assertThrows(IllegalArgumentException.class, () -> CsvTable.of("a").quoting("b"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> TABLE.column("mm"))
            .getMessage()
            .contains("no column mm among [task, said, cm]"));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    Path file = folder.resolve("a.csv");
    for (String damaged : List.of("", "a,b\n1\n", "a,b\n1,2,3\n", "a,a\n1,2\n", "a\n\"1\"2\n")) {
      Files.writeString(file, damaged);
      IOException e = assertThrows(IOException.class, () -> CsvTable.read(file), damaged);
      assertTrue(e.getMessage().startsWith(file + " is not a table: "), e.getMessage());
    }
  }

  @Test
  void theUnfinishedLastLineOfAGrowingTableIsLeftOut() throws IOException {
    Path file = folder.resolve("a.csv");
    String text = "a,b\n1,2\n3,4\n";
    for (int length = 0; length <= text.length(); length++) {
      String part = text.substring(0, length);
      Files.writeString(file, part);
      CsvTable table = CsvTable.readUnfinished(file);
      long lines = part.chars().filter(c -> c == '\n').count();
      assertEquals(lines == 0 ? List.of() : List.of("a", "b"), table.columns(), part);
      assertEquals(Math.max(0, lines - 1), table.rows().size(), part);
    }
  }
}
