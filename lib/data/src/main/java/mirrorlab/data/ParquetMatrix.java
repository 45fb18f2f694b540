package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A matrix in a Parquet file: one row of numbers per row, in a column of lists, or in as many
 * columns as the matrix is wide. The columns of a Pandas index are left out.
 */
public final class ParquetMatrix {
  private ParquetMatrix() {}

  /**
   * Reads N rows of D numbers as 32-bit floats.
   *
   * @throws IOException if the file is missing or damaged, if a column holds anything else than
   *     32-bit or 64-bit floating-point numbers, or if the rows differ in width, as with an empty
   *     cell; the message names the file and the column or row
   */
  public static float[][] read(Path file) throws IOException {
    List<String> names = Columns.realNames(file);
    Columns columns = Columns.read(file, names);
    float[][] rows = new float[columns.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = columns.row(names, i);
      if (rows[i].length != rows[0].length) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: row %d has %d numbers and row 0 has %d; fill its empty cells, or leave the row"
                    + " out of all arrays and labels",
                file,
                i,
                rows[i].length,
                rows[0].length));
      }
    }
    return rows;
  }
}
