package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.data.Split;
import mirrorlab.files.CsvTable;
import mirrorlab.files.Sanitized;

/**
 * The labels of the rows of a {@link PairsFile}, from a CSV file with one line per row.
 *
 * @param episodes N names; rows of one episode are not looked for among each other
 * @param instructions N names; rows of one instruction are to find each other
 * @param tasks N names
 * @param splits N splits, if there are any
 * @param successes whether each row's execution succeeded, if known
 * @param clusters N names, equal for rows that are not independent, if given
 */
record PairsLabels(
    List<String> episodes,
    List<String> instructions,
    List<String> tasks,
    Optional<List<Split>> splits,
    Optional<List<Boolean>> successes,
    Optional<List<String>> clusters) {
  private static final String EPISODE = "episode";
  private static final String INSTRUCTION = "instruction";
  private static final String TASK = "task";
  private static final String SPLIT = "split";
  private static final String SUCCESS = "success";
  private static final String CLUSTER = "cluster";
  private static final List<String> REQUIRED = List.of(EPISODE, INSTRUCTION, TASK);
  private static final List<String> COLUMNS =
      List.of(EPISODE, INSTRUCTION, TASK, SPLIT, SUCCESS, CLUSTER);
  private static final String UNREADABLE = "\uFFFD"; // in place of what is not UTF-8
  private static final Map<String, Boolean> SUCCESSES =
      Map.of("1", true, "true", true, "0", false, "false", false);

  /**
   * Reads the labels.
   *
   * @throws IOException if the file is missing, lacks a column or a cell, or has an unknown column,
   *     split or success; the message names the file, the row, counted from 0, and the fix
   */
  static PairsLabels read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(
          file + " is not there; give each row of the arrays a line in it, or name it by --labels");
    }
    CsvTable table = CsvTable.read(file);
    for (String name : table.columns()) {
      if (!COLUMNS.contains(name)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: there is no label '%s'; the labels are %s",
                file,
                Sanitized.of(name),
                String.join(", ", COLUMNS)));
      }
    }
    for (String name : REQUIRED) {
      if (!table.columns().contains(name)) {
        throw new IOException(
            String.format(
                Locale.ROOT, "%s has no column %s; add it as its first line says", file, name));
      }
    }
    if (table.rows().isEmpty()) {
      throw new IOException(file + " has no rows; give one for each row of the arrays");
    }
    return new PairsLabels(
        column(file, table, EPISODE, text -> text).orElseThrow(),
        column(file, table, INSTRUCTION, text -> text).orElseThrow(),
        column(file, table, TASK, text -> text).orElseThrow(),
        column(file, table, SPLIT, Split::named),
        column(file, table, SUCCESS, PairsLabels::success),
        column(file, table, CLUSTER, text -> text));
  }

  private static boolean success(String text) {
    Boolean success = SUCCESSES.get(text.toLowerCase(Locale.ROOT));
    if (success == null) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "success is '%s'; give 1 or 0", Sanitized.of(text)));
    }
    return success;
  }

  /** The meaning of a cell. */
  private interface Meaning<T> {
    T of(String text);
  }

  private static <T> Optional<List<T>> column(
      Path file, CsvTable table, String name, Meaning<T> meaning) throws IOException {
    if (!table.columns().contains(name)) {
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    List<String> cells = table.column(name);
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).strip();
      if (cell.isEmpty()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: row %d has no %s; fill the cell, or leave the row out here and in all arrays",
                file,
                i,
                name));
      }
      if (cell.contains(UNREADABLE)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: row %d: its %s is not in UTF-8; save the file so",
                file,
                i,
                name));
      }
      try {
        values.add(meaning.of(cell));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            String.format(Locale.ROOT, "%s: row %d: %s", file, i, e.getMessage()), e);
      }
    }
    return Optional.of(values);
  }

  /** N, the number of rows. */
  int size() {
    return episodes.size();
  }

  /** The labels of all rows. */
  Labels labels() {
    return Labels.of(episodes, instructions, tasks);
  }

  /** A number for each row, equal for rows of one cluster, if clusters are given. */
  Optional<int[]> clusterNumbers() {
    return clusters.map(given -> Labels.of(given, given, given).episodes());
  }

  /** The columns of {@link #names}. */
  static final CsvTable NAMES = CsvTable.of(TASK, INSTRUCTION, EPISODE);

  /** The cells of the columns {@link #NAMES} for some rows. */
  List<List<String>> names(int[] rows) {
    return IntStream.of(rows)
        .mapToObj(i -> List.of(tasks.get(i), instructions.get(i), episodes.get(i)))
        .toList();
  }
}
