package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import mirrorlab.files.Sanitized;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * Columns of a Parquet file as one array per row, without boxing: a depth picture is 4,096 numbers,
 * and a set has a hundred thousand pictures.
 *
 * <p>A list is flattened, however deep it is nested; a field of a struct is a column of its own,
 * {@code observation.images.front.bytes}.
 */
final class Columns {
  private final Path file;
  private final int rows;
  private final Map<String, Object[]> values;

  private Columns(Path file, int rows, Map<String, Object[]> values) {
    this.file = file;
    this.rows = rows;
    this.values = values;
  }

  /**
   * Reads the columns with the given names.
   *
   * @throws IOException if the file is missing or damaged, or lacks one of the columns
   */
  static Columns read(Path file, List<String> names) throws IOException {
    return Parquet.readable(file, () -> readAll(file, names));
  }

  /**
   * The names of all columns in the file's order, without those of a Pandas index.
   *
   * @throws IOException if the file is missing or damaged, or if a column does not hold 32-bit or
   *     64-bit floating-point numbers
   */
  static List<String> realNames(Path file) throws IOException {
    List<String> index = Parquet.pandasIndex(file);
    List<String> names = new ArrayList<>();
    MessageType schema = Parquet.schema(file);
    for (ColumnDescriptor column : schema.getColumns()) {
      String name = name(schema, column);
      PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
      if (!index.contains(name)) {
        if (type != PrimitiveTypeName.FLOAT && type != PrimitiveTypeName.DOUBLE) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s: column %s holds %s, not floating-point numbers; save it as float32",
                  file,
                  Sanitized.of(name),
                  type));
        }
        names.add(name);
      }
    }
    return names;
  }

  private static Columns readAll(Path file, List<String> names) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      Map<String, ColumnDescriptor> columns = new HashMap<>();
      for (ColumnDescriptor column : schema.getColumns()) {
        String name = name(schema, column);
        if (names.contains(name)) {
          columns.put(name, column);
        }
      }
      for (String name : names) {
        if (!columns.containsKey(name)) {
          throw new IOException("there is no column " + name);
        }
      }
      reader.setRequestedSchema(List.copyOf(columns.values()));
      Map<String, List<Object>> values = new HashMap<>();
      names.forEach(name -> values.put(name, new ArrayList<>()));
      String writer = reader.getFileMetaData().getCreatedBy();
      int rows = 0;
      for (PageReadStore group; (group = reader.readNextRowGroup()) != null; ) {
        var store = new ColumnReadStoreImpl(group, new Ignored(schema), schema, writer);
        int count = Math.toIntExact(group.getRowCount());
        columns.forEach(
            (name, column) -> values.get(name).addAll(rows(store.getColumnReader(column), count)));
        rows += count;
      }
      Map<String, Object[]> arrays = new HashMap<>();
      values.forEach((name, list) -> arrays.put(name, list.toArray()));
      return new Columns(file, rows, arrays);
    }
  }

  /** The path of a column without the groups that only encode lists. */
  private static String name(MessageType schema, ColumnDescriptor column) {
    List<String> name = new ArrayList<>();
    Type type = schema;
    boolean inList = false;
    for (String part : column.getPath()) {
      type = type.asGroupType().getType(part);
      boolean isList = type.isRepetition(Type.Repetition.REPEATED);
      if (!isList && !inList) {
        name.add(part);
      }
      inList = isList;
    }
    return String.join(".", name);
  }

  private static List<Object> rows(ColumnReader column, int count) {
    boolean isBinary =
        column.getDescriptor().getPrimitiveType().getPrimitiveTypeName()
            == PrimitiveTypeName.BINARY;
    List<Object> rows = new ArrayList<>(); // not sized by count, which may be damaged
    Numbers numbers = new Numbers(column);
    for (int row = 0; row < count; row++) {
      rows.add(isBinary ? bytes(column) : numbers.next());
    }
    return rows;
  }

  /** The row's first bytes; empty if there are none. */
  private static byte[] bytes(ColumnReader column) {
    byte[] bytes = new byte[0];
    boolean isFirst = true;
    do {
      if (isThere(column) && isFirst) {
        bytes = column.getBinary().getBytes();
        isFirst = false;
      }
      column.consume();
    } while (column.getCurrentRepetitionLevel() > 0);
    return bytes;
  }

  private static boolean isThere(ColumnReader column) {
    return column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel();
  }

  /** Reads the numbers row by row. */
  private static final class Numbers {
    private final ColumnReader column;
    private final PrimitiveTypeName type;
    private double[] read = new double[16];

    Numbers(ColumnReader column) {
      this.column = column;
      type = column.getDescriptor().getPrimitiveType().getPrimitiveTypeName();
    }

    double[] next() {
      int count = 0;
      do {
        if (isThere(column)) {
          if (count == read.length) {
            read = Arrays.copyOf(read, 2 * count);
          }
          read[count++] = number();
        }
        column.consume();
      } while (column.getCurrentRepetitionLevel() > 0);
      return Arrays.copyOf(read, count);
    }

    private double number() {
      return switch (type) {
        case INT32 -> column.getInteger();
        case INT64 -> column.getLong();
        case FLOAT -> column.getFloat();
        case DOUBLE -> column.getDouble();
        case BOOLEAN -> column.getBoolean() ? 1 : 0;
        default -> throw new IllegalArgumentException("no numbers, but " + type);
      };
    }
  }

  /** Discards all values; they are read from the columns instead. */
  private static final class Ignored extends GroupConverter {
    private final GroupType group;

    Ignored(GroupType group) {
      this.group = group;
    }

    @Override
    public Converter getConverter(int field) {
      Type type = group.getType(field);
      return type.isPrimitive() ? new PrimitiveConverter() {} : new Ignored(type.asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  /** The number of rows. */
  int rows() {
    return rows;
  }

  /**
   * The numbers of a row.
   *
   * @param count the required number of values
   */
  double[] numbers(String column, int row, int count) throws IOException {
    if (values.get(column)[row] instanceof double[] numbers && numbers.length == count) {
      return numbers;
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%s, row %d: there are not %d numbers in column %s",
            file,
            row,
            count,
            column));
  }

  /** The numbers of several columns in a row, one column after the other, as 32-bit floats. */
  float[] row(List<String> columns, int row) {
    double[] numbers =
        columns.stream()
            .flatMapToDouble(column -> DoubleStream.of((double[]) values.get(column)[row]))
            .toArray();
    float[] floats = new float[numbers.length];
    for (int d = 0; d < floats.length; d++) {
      floats[d] = (float) numbers[d];
    }
    return floats;
  }

  /** The only number of a row. */
  double number(String column, int row) throws IOException {
    return numbers(column, row, 1)[0];
  }

  /** The only whole number of a row. */
  long whole(String column, int row) throws IOException {
    double number = number(column, row);
    if (number != Math.rint(number)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s, row %d: column %s is %s, not a whole number",
              file,
              row,
              column,
              number));
    }
    return (long) number;
  }

  /** The bytes of a row. */
  byte[] bytes(String column, int row) throws IOException {
    if (values.get(column)[row] instanceof byte[] bytes && bytes.length > 0) {
      return bytes;
    }
    throw new IOException(
        String.format(Locale.ROOT, "%s, row %d: column %s is empty", file, row, column));
  }

  /** The exception for a row with impossible values. */
  IOException damaged(int row, Exception e) {
    return new IOException(
        String.format(Locale.ROOT, "%s, row %d: %s", file, row, e.getMessage()), e);
  }
}
