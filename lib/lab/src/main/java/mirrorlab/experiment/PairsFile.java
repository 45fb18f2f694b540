package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.data.ParquetMatrix;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.files.Sanitized;
import mirrorlab.nn.NpyFile;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;

/**
 * Any encoders' representations of the same N rows, such as episodes:
 *
 * <pre>
 *   understanding/LAYER    N×D, of a video encoder
 *   execution/LAYER        N×D, of a policy
 *   execution@ARM/LAYER    N×D, of another policy, such as an untrained one
 * </pre>
 *
 * <p>They are the arrays of a safetensors or {@code .npz} file, or the files {@code SIDE/LAYER.npy}
 * and {@code SIDE/LAYER.parquet} of a folder. LAYER may contain slashes.
 *
 * @param understanding N rows for each layer
 * @param executions N rows for each arm and layer; {@link #EXECUTION} comes first
 */
record PairsFile(
    Map<String, float[][]> understanding, Map<String, Map<String, float[][]>> executions) {

  /** The arm of the arrays {@code execution/LAYER}. */
  static final String EXECUTION = SpontaneousAlignment.GIVEN;

  private static final String UNDERSTANDING = "understanding";
  private static final Pattern NAME =
      Pattern.compile("(understanding|execution)(?:@([^/,\"×]+))?/([^×]+)");
  private static final Pattern MATRIX = Pattern.compile("(.+)\\.(npy|parquet)");

  /** Reads an array's rows. */
  private interface Rows {
    float[][] read() throws IOException;
  }

  /**
   * Reads all arrays.
   *
   * @param rows N, the number of labels
   * @throws IOException if the file is damaged or lacks a side, or if an array is not N×D, holds
   *     integers, NaN or an infinite number, or has a column that never changes; the message names
   *     the file, the array, the row and the fix
   */
  static PairsFile read(Path file, int rows) throws IOException {
    Map<String, Rows> arrays = Files.isDirectory(file) ? folder(file) : archive(file);
    Map<String, float[][]> understanding = new LinkedHashMap<>();
    Map<String, Map<String, float[][]>> executions = new LinkedHashMap<>();
    executions.put(EXECUTION, new LinkedHashMap<>());
    for (Map.Entry<String, Rows> array : arrays.entrySet()) {
      Matcher name = NAME.matcher(array.getKey());
      boolean isExecution = name.matches() && name.group(1).equals(EXECUTION);
      if (!name.matches() || name.group(2) != null && !isExecution) {
        throw fault(
            file,
            array.getKey(),
            "it is neither understanding/LAYER nor execution/LAYER nor execution@ARM/LAYER; rename"
                + " it, or leave it out");
      }
      float[][] numbers = array.getValue().read();
      check(file, array.getKey(), numbers, rows);
      String arm = name.group(2) == null ? EXECUTION : name.group(2);
      Map<String, float[][]> side =
          isExecution
              ? executions.computeIfAbsent(arm, key -> new LinkedHashMap<>())
              : understanding;
      side.put(name.group(3), numbers);
    }
    for (String side : List.of(UNDERSTANDING, EXECUTION)) {
      if ((side.equals(EXECUTION) ? executions.get(EXECUTION) : understanding).isEmpty()) {
        throw new IOException(
            String.format(
                Locale.ROOT, "%s has no array %s/LAYER; it needs one at least", file, side));
      }
    }
    return new PairsFile(understanding, executions);
  }

  private static Map<String, Rows> archive(Path file) throws IOException {
    String name = file.getFileName().toString();
    Map<String, StoredArray> arrays;
    if (name.endsWith(".npz")) {
      arrays = NpyFile.readArchive(file);
    } else if (name.endsWith(".safetensors")) {
      arrays = SafetensorsFile.read(file);
    } else {
      throw new IOException(
          file + " ends neither in .safetensors nor in .npz; name such a file, or a folder");
    }
    Map<String, Rows> rows = new LinkedHashMap<>();
    arrays.forEach((array, stored) -> rows.put(array, () -> rows(file, array, stored)));
    return rows;
  }

  private static Map<String, Rows> folder(Path folder) throws IOException {
    Map<String, Rows> rows = new LinkedHashMap<>();
    Map<String, Path> files = new TreeMap<>();
    for (Path file : files(folder)) {
      Matcher name = MATRIX.matcher(folder.relativize(file).toString().replace('\\', '/'));
      if (!name.matches()) {
        continue;
      }
      Path before = files.put(name.group(1), file);
      if (before != null) {
        throw fault(
            folder,
            name.group(1),
            String.format(
                Locale.ROOT,
                "the layer is there twice, in %s and %s; delete one of them",
                before.getFileName(),
                file.getFileName()));
      }
      boolean isParquet = name.group(2).equals("parquet");
      rows.put(
          name.group(1),
          () ->
              isParquet
                  ? ParquetMatrix.read(file)
                  : rows(folder, name.group(1), NpyFile.read(file)));
    }
    return rows;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  private static float[][] rows(Path file, String array, StoredArray stored) throws IOException {
    if (stored.shape().dimension() != 2) {
      throw fault(
          file,
          array,
          String.format(
              Locale.ROOT,
              "its shape is %s; it must be N×D, such as x.mean(axis=1) of N×T×D",
              stored.shape()));
    }
    if (!stored.type().isReal()) {
      throw fault(
          file,
          array,
          String.format(
              Locale.ROOT,
              "it holds %s; save it as floating-point numbers, x.astype('float32')",
              stored.type()));
    }
    return stored.rows();
  }

  private static void check(Path file, String array, float[][] rows, int count) throws IOException {
    if (rows.length != count) {
      throw fault(
          file,
          array,
          String.format(
              Locale.ROOT,
              "it has %d rows and the labels have %d; give each labelled row a row in every array",
              rows.length,
              count));
    }
    if (rows[0].length == 0) {
      throw fault(file, array, "its rows are empty; give at least one column");
    }
    for (int i = 0; i < count; i++) {
      for (int d = 0; d < rows[i].length; d++) {
        if (!Float.isFinite(rows[i][d])) {
          throw fault(
              file,
              array,
              String.format(
                  Locale.ROOT,
                  "row %d, column %d is %s; mend the encoder's output, or leave the row out of all"
                      + " arrays and labels",
                  i,
                  d,
                  rows[i][d]));
        }
      }
    }
    for (int d = 0; d < rows[0].length; d++) {
      if (isConstant(rows, d)) {
        throw fault(
            file,
            array,
            String.format(
                Locale.ROOT,
                "column %d is %s from row 0 to row %d; leave such columns out, x[:, x.std(axis=0) >"
                    + " 0]",
                d,
                rows[0][d],
                count - 1));
      }
    }
  }

  private static boolean isConstant(float[][] rows, int column) {
    for (float[] row : rows) {
      if (row[column] != rows[0][column]) {
        return false;
      }
    }
    return true;
  }

  private static IOException fault(Path file, String array, String what) {
    return new IOException(
        String.format(Locale.ROOT, "%s: %s: %s", file, Sanitized.of(array), what));
  }
}
