package mirrorlab.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of texts, in files as CSV (RFC 4180): UTF-8, lines that end in LF, quotes where a cell
 * needs them and around every cell of {@code quoted} columns.
 *
 * @param columns names of the columns, each once
 * @param quoted columns of free text
 * @param rows one cell per column
 */
public record CsvTable(List<String> columns, Set<String> quoted, List<List<String>> rows) {
  private static final String BYTE_ORDER_MARK = "\uFEFF"; // with which Excel begins a file

  /**
   * Checks names and widths.
   *
   * @throws IllegalArgumentException if a name occurs twice, a quoted column is missing, or a row
   *     has too few or too many cells
   */
  public CsvTable {
    columns = List.copyOf(columns);
    quoted = Set.copyOf(quoted);
    rows = List.copyOf(rows);
    if (Set.copyOf(columns).size() < columns.size() || !columns.containsAll(quoted)) {
      throw new IllegalArgumentException(
          "a table's columns have different names, and quoted ones are among them: "
              + columns
              + ", "
              + quoted);
    }
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of the columns " + columns + " has " + row.size() + " cells: " + row);
      }
    }
  }

  /** A table without rows. */
  public static CsvTable of(String... columns) {
    return new CsvTable(List.of(columns), Set.of(), List.of());
  }

  /** The same table with columns of free text, which are always quoted. */
  public CsvTable quoting(String... free) {
    return new CsvTable(columns, Set.of(free), rows);
  }

  /** The same columns with these rows, each cell as its {@link Object#toString}. */
  public CsvTable with(List<? extends List<?>> cells) {
    List<List<String>> texts =
        cells.stream().map(row -> row.stream().<String>map(Object::toString).toList()).toList();
    return new CsvTable(columns, quoted, texts);
  }

  /** The columns of two tables of equally many rows beside each other. */
  public CsvTable beside(CsvTable right) {
    if (rows.size() != right.rows.size()) {
      throw new IllegalArgumentException(
          "tables of " + rows.size() + " and of " + right.rows.size() + " rows are side by side");
    }
    Set<String> free = new LinkedHashSet<>(quoted);
    free.addAll(right.quoted);
    List<List<String>> both = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      both.add(joined(rows.get(i), right.rows.get(i)));
    }
    return new CsvTable(joined(columns, right.columns), free, both);
  }

  private static List<String> joined(List<String> left, List<String> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }

  /**
   * The cells of a column.
   *
   * @throws IllegalArgumentException if there is no such column; the message names all columns
   */
  public List<String> column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("there is no column " + name + " among " + columns);
    }
    return rows.stream().map(row -> row.get(index)).toList();
  }

  /** The numbers of a column. */
  public double[] numbers(String name) {
    return column(name).stream().mapToDouble(Double::parseDouble).toArray();
  }

  /** The table as CSV. */
  public String text() {
    StringWriter text = new StringWriter();
    Set<Integer> free = quoted.stream().map(columns::indexOf).collect(Collectors.toSet());
    QuoteStrategy strategy =
        new QuoteStrategy() {
          @Override
          public boolean quoteEmpty(int line, int field) {
            return quoteValue(line, field, "");
          }

          @Override
          public boolean quoteValue(int line, int field, String value) {
            return line > 1 && free.contains(field);
          }
        };
    try (CsvWriter out =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(strategy)
            .build((Writer) text)) {
      out.writeRecord(columns);
      rows.forEach(out::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  /** Writes the table; the file appears whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, text());
  }

  /**
   * Reads a table.
   *
   * @throws IOException naming the file, if it cannot be read or is no table
   */
  public static CsvTable read(Path file) throws IOException {
    return parse(file, content(file));
  }

  /**
   * Reads a table whose rows are still being written: a last line without its end is left out. An
   * empty file is a table without columns.
   *
   * @throws IOException naming the file, if it cannot be read or is no table
   */
  public static CsvTable readUnfinished(Path file) throws IOException {
    String text = content(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    return whole.isEmpty() ? of() : parse(file, whole);
  }

  private static String content(Path file) throws IOException {
    // Unlike java.nio channels, this stream is not closed by an interrupt of the thread.
    try (InputStream in = new FileInputStream(file.toFile())) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
  }

  private static CsvTable parse(Path file, String text) throws IOException {
    try (Stream<CsvRecord> records = CsvReader.builder().ofCsvRecord(text).stream()) {
      List<List<String>> all = records.map(CsvRecord::getFields).toList();
      if (all.isEmpty()) {
        throw new IOException(file + " is not a table: it is empty");
      }
      return new CsvTable(all.get(0), Set.of(), all.subList(1, all.size()));
    } catch (CsvParseException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(file + " is not a table: " + cause.getMessage(), e);
    }
  }
}
