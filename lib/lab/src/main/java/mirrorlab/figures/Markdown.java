package mirrorlab.figures;

import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** Tables as Markdown. */
public final class Markdown {
  private Markdown() {}

  /** A table in GitHub's Markdown. */
  public static String of(Table table) {
    StringBuilder text = new StringBuilder(line(table.columnNames()));
    text.append(line(table.columnNames().stream().map(name -> "---").toList()));
    for (Row row : table) {
      text.append(
          line(table.columnNames().stream().map(n -> String.valueOf(row.getObject(n))).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
