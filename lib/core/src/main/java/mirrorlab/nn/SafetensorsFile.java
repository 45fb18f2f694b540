package mirrorlab.nn;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Sanitized;

/**
 * Named arrays in a safetensors file.
 *
 * <pre>
 *   8 bytes: length n of the header | n bytes of JSON: name → dtype, shape, offsets | the numbers
 * </pre>
 */
public final class SafetensorsFile {
  public static final int HEADER_START = 8;

  private static final int LONGEST_HEADER = 100_000_000;

  private SafetensorsFile() {}

  /** Writes the arrays, sorted by name, as F32; the file appears whole or not at all. */
  public static void write(Path file, Map<String, StoredArray> arrays) throws IOException {
    TreeMap<String, StoredArray> sorted = new TreeMap<>(arrays);
    JsonObject header = new JsonObject();
    long offset = 0;
    for (Map.Entry<String, StoredArray> entry : sorted.entrySet()) {
      long end = offset + Float.BYTES * entry.getValue().shape().size();
      JsonObject array = new JsonObject();
      array.addProperty("dtype", NumberType.F32.name());
      array.add("shape", json(entry.getValue().shape().getShape()));
      array.add("data_offsets", json(offset, end));
      header.add(entry.getKey(), array);
      offset = end;
    }
    byte[] text = new Gson().toJson(header).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(
        file,
        out -> {
          out.write(littleEndian(HEADER_START).putLong(text.length).array());
          out.write(text);
          for (StoredArray array : sorted.values()) {
            writeNumbers(out, array);
          }
        });
  }

  private static void writeNumbers(OutputStream out, StoredArray array) throws IOException {
    float[] numbers = array.read();
    if (numbers.length != array.shape().size()) {
      throw new IllegalStateException(
          "an array of shape " + array.shape() + " has " + numbers.length + " numbers");
    }
    ByteBuffer bytes = littleEndian(Float.BYTES * numbers.length);
    bytes.asFloatBuffer().put(numbers);
    out.write(bytes.array());
  }

  /**
   * The arrays of a file.
   *
   * @throws IOException if the file is missing or damaged
   */
  public static Map<String, StoredArray> read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      long size = Files.size(file);
      long length =
          ByteBuffer.wrap(bytes(in, HEADER_START)).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > Math.min(LONGEST_HEADER, size - HEADER_START)) {
        throw new IllegalArgumentException("its header would be " + length + " bytes long");
      }
      String text = new String(bytes(in, (int) length), StandardCharsets.UTF_8);
      Map<String, StoredArray> arrays = new LinkedHashMap<>();
      List<Span> spans = new ArrayList<>();
      JsonObject header = new Gson().fromJson(text, JsonObject.class);
      for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
        if (!entry.getKey().equals("__metadata__")) {
          arrays.put(entry.getKey(), array(file, entry, HEADER_START + length, size, spans));
        }
      }
      checkCover(spans, size - HEADER_START - length);
      return Collections.unmodifiableMap(arrays);
    } catch (EOFException | RuntimeException e) {
      // Any other RuntimeException comes from a cast, a null, text that is no number, or Gson.
      boolean ours = e instanceof EOFException || e.getClass() == IllegalArgumentException.class;
      String what = ours ? e.getMessage() : "its header is not the JSON that it should be";
      throw damaged(file, what, e);
    }
  }

  /** The byte range of an array within the numbers. */
  private record Span(String name, long from, long to) {}

  /** The format allows neither overlaps nor gaps, nor bytes that belong to no array. */
  private static void checkCover(List<Span> spans, long bytes) {
    spans.sort(Comparator.comparingLong(Span::from).thenComparingLong(Span::to));
    long end = 0;
    for (Span span : spans) {
      if (span.from != end) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s begins at byte %d of the numbers, and the array before it ends at byte %d",
                Sanitized.of(span.name),
                span.from,
                end));
      }
      end = span.to;
    }
    if (end != bytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %d bytes of numbers, and the arrays end at byte %d",
              bytes,
              end));
    }
  }

  private static IOException damaged(Path file, String what, Exception cause) {
    return new IOException(
        file + " is not a whole safetensors file: " + what + "; copy or download it again", cause);
  }

  private static byte[] bytes(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("it ends after " + bytes.length + " bytes");
    }
    return bytes;
  }

  private static StoredArray array(
      Path file, Map.Entry<String, JsonElement> entry, long data, long fileSize, List<Span> spans)
      throws IOException {
    JsonObject array = entry.getValue().getAsJsonObject();
    String type = array.get("dtype").getAsString();
    if (Arrays.stream(NumberType.values()).noneMatch(known -> known.name().equals(type))) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %s holds numbers of type %s, which are not read; save it from Python as float32",
              file,
              Sanitized.of(entry.getKey()),
              Sanitized.of(type)));
    }
    Layout layout = Layout.rows(NumberType.valueOf(type), longs(array.getAsJsonArray("shape")));
    long[] offsets = longs(array.getAsJsonArray("data_offsets"));
    if (offsets.length != 2
        || offsets[0] < 0
        || offsets[1] - offsets[0] != layout.bytes()
        || offsets[1] > fileSize - data) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of shape %s and type %s would lie at %s",
              Sanitized.of(entry.getKey()),
              layout.shape(),
              type,
              Arrays.toString(offsets)));
    }
    spans.add(new Span(entry.getKey(), offsets[0], offsets[1]));
    return new StoredArray(
        layout.shape(), layout.type(), () -> numbers(file, layout, data + offsets[0]));
  }

  private static float[] numbers(Path file, Layout layout, long start) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      in.skipNBytes(start);
      return layout.read(in, ByteOrder.LITTLE_ENDIAN);
    } catch (EOFException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static JsonArray json(long... numbers) {
    JsonArray array = new JsonArray();
    for (long number : numbers) {
      array.add(number);
    }
    return array;
  }

  private static long[] longs(JsonArray array) {
    return array.asList().stream()
        .mapToLong(number -> number.getAsJsonPrimitive().getAsBigDecimal().longValueExact())
        .toArray();
  }
}
