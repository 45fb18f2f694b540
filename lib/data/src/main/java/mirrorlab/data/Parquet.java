package mirrorlab.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Sanitized;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;

/** Parquet files, written whole or not at all, and read with errors that name the file. */
final class Parquet {
  private Parquet() {}

  /** Writes rows by column name. */
  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  static void write(Path file, List<Feature> columns, List<Map<String, Object>> rows)
      throws IOException {
    WriteRecordModelType<Map> model = FieldTypes.writeRecordModel(Map.class);
    for (Feature column : columns) {
      model.withField(column.name(), column.type(), row -> row.get(column.name()));
    }
    AtomicFile.write(
        file,
        out -> {
          CarpetWriter.Builder<Map> builder = new CarpetWriter.Builder<>(out, Map.class);
          try (CarpetWriter<Map> writer = compressed(builder).withWriteRecordModel(model).build()) {
            writer.write(rows.stream().map(row -> (Map) row));
          }
        });
  }

  /**
   * Writes records.
   *
   * @param metadata key–value pairs of the file's footer
   */
  static <T extends Record> void write(
      Path file, Class<T> type, List<T> rows, Map<String, String> metadata) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          CarpetWriter.Builder<T> builder = new CarpetWriter.Builder<>(out, type);
          try (CarpetWriter<T> writer = compressed(builder).withExtraMetaData(metadata).build()) {
            writer.write(rows);
          }
        });
  }

  private static <T> CarpetWriter.Builder<T> compressed(CarpetWriter.Builder<T> builder) {
    // Version 2 stores integers as differences, which makes depth five times smaller.
    return builder
        .withWriterVersion(WriterVersion.PARQUET_2_0)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withDictionaryEncoding(false);
  }

  /** The rows of a file by column name. */
  @SuppressWarnings({"rawtypes", "unchecked"})
  static List<Map<String, Object>> read(Path file) throws IOException {
    return (List) read(file, Map.class);
  }

  /**
   * The rows of a file as records.
   *
   * @throws IOException if the file is missing or damaged, or lacks a column of the record
   */
  static <T> List<T> read(Path file, Class<T> type) throws IOException {
    return readable(
        file, () -> new CarpetReader<>(file.toFile(), type).withFailOnMissingColumn(true).toList());
  }

  /** The columns of the Pandas index, from the file's metadata; empty if there is none. */
  static List<String> pandasIndex(Path file) throws IOException {
    String pandas = metadata(file).getKeyValueMetaData().get("pandas");
    return readable(
        file, () -> pandas == null ? List.of() : indexColumns(JsonParser.parseString(pandas)));
  }

  /** The types of the columns. */
  static MessageType schema(Path file) throws IOException {
    return metadata(file).getSchema();
  }

  private static FileMetaData metadata(Path file) throws IOException {
    return readable(
        file,
        () -> {
          ParquetReadOptions options =
              ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
          try (ParquetFileReader reader =
              ParquetFileReader.open(new LocalInputFile(file), options)) {
            return reader.getFileMetaData();
          }
        });
  }

  /** Pandas stores a range index as an object, not as the name of a column. */
  private static List<String> indexColumns(JsonElement pandas) {
    List<String> names = new ArrayList<>();
    if (pandas.getAsJsonObject().get("index_columns") instanceof JsonArray columns) {
      for (JsonElement column : columns) {
        if (column.isJsonPrimitive()) {
          names.add(column.getAsString());
        }
      }
    }
    return names;
  }

  /** A read that may encounter damage. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * Reads a file; errors name it and the fix.
   *
   * @throws IOException if the file is missing or damaged
   */
  static <T> T readable(Path file, Reading<T> reading) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing; bring it back, or make the set anew");
    }
    if (Files.size(file) == 0) {
      throw new IOException(file + " is empty; bring it back, or make the set anew");
    }
    try {
      return reading.read();
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError e) { // caused by allocating a damaged length
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not a Parquet file that can be read (%s); bring it back, or make the set anew",
              file,
              Sanitized.of(e.toString().lines().findFirst().orElse(""))),
          e);
    }
  }
}
