package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import mirrorlab.files.WholeFile;

/**
 * Named arrays of 32-bit floats in a safetensors file.
 *
 * <pre>
 *   8 bytes: length n of the header | n bytes of JSON: name → dtype, shape, offsets | the numbers
 * </pre>
 */
public final class Weights {
  private static final int LONGEST_HEADER = 100_000_000;

  private Weights() {}

  /** Writes the arrays, sorted by name; the file appears whole or not at all. */
  public static void save(Path file, Map<String, NDArray> arrays) throws IOException {
    TreeMap<String, NDArray> sorted = new TreeMap<>(arrays);
    JsonObject header = new JsonObject();
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : sorted.entrySet()) {
      if (entry.getValue().getDataType() != DataType.FLOAT32) {
        throw new IllegalArgumentException(
            entry.getKey() + " holds " + entry.getValue().getDataType() + ", not 32-bit floats");
      }
      long end = offset + 4 * entry.getValue().size();
      JsonObject tensor = new JsonObject();
      tensor.addProperty("dtype", "F32");
      tensor.add("shape", json(entry.getValue().getShape().getShape()));
      tensor.add("data_offsets", json(offset, end));
      header.add(entry.getKey(), tensor);
      offset = end;
    }
    byte[] text = new Gson().toJson(header).getBytes(StandardCharsets.UTF_8);
    WholeFile.write(
        file,
        out -> {
          out.write(littleEndian(8).putLong(text.length).array());
          out.write(text);
          for (NDArray array : sorted.values()) {
            writeNumbers(out, array);
          }
        });
  }

  /**
   * Reads a file into arrays that are already there.
   *
   * @throws IOException if the file is damaged, or if its names and shapes are not exactly those of
   *     {@code into}; the message lists what is missing, unexpected and of another shape, and
   *     nothing has been changed
   */
  public static void load(Path file, Map<String, NDArray> into) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Map<String, Tensor> tensors = header(file, channel);
      check(file, tensors, into);
      for (Map.Entry<String, NDArray> entry : into.entrySet()) {
        Tensor tensor = tensors.get(entry.getKey());
        ByteBuffer bytes =
            channel.map(FileChannel.MapMode.READ_ONLY, tensor.start, 4 * tensor.shape.size());
        float[] numbers = new float[Math.toIntExact(tensor.shape.size())];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        NDArray array = entry.getValue();
        Autograd.infer(
            () -> set(array, Tensors.of(array.getManager(), numbers, tensor.shape.getShape())));
      }
    }
  }

  /** Overwrites each array of {@code to} by the one of the same name. */
  static void copy(Map<String, NDArray> from, Map<String, NDArray> to) {
    Autograd.infer(() -> to.forEach((name, array) -> set(array, from.get(name))));
  }

  private static void set(NDArray array, NDArray value) {
    array.set(new NDIndex("..."), value);
  }

  private record Tensor(Shape shape, long start) {}

  private static Map<String, Tensor> header(Path file, FileChannel channel) throws IOException {
    try {
      long length = read(channel, 0, 8).getLong();
      if (length < 2 || length > Math.min(LONGEST_HEADER, channel.size() - 8)) {
        throw new IOException("its header would be " + length + " bytes long");
      }
      String text =
          StandardCharsets.UTF_8.decode(read(channel, 8, Math.toIntExact(length))).toString();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      JsonObject header = new Gson().fromJson(text, JsonObject.class);
      for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
        if (!entry.getKey().equals("__metadata__")) {
          tensors.put(entry.getKey(), tensor(entry, 8 + length, channel.size()));
        }
      }
      return tensors;
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          file + " is not a whole safetensors file of 32-bit floats: " + e.getMessage(), e);
    }
  }

  private static Tensor tensor(Map.Entry<String, JsonElement> entry, long data, long fileSize)
      throws IOException {
    JsonObject tensor = entry.getValue().getAsJsonObject();
    Shape shape = new Shape(longs(tensor.getAsJsonArray("shape")));
    long[] offsets = longs(tensor.getAsJsonArray("data_offsets"));
    if (!tensor.get("dtype").getAsString().equals("F32")
        || offsets[1] - offsets[0] != 4 * shape.size()
        || offsets[0] < 0
        || data + offsets[1] > fileSize) {
      throw new IOException("entry " + entry.getKey() + " is " + tensor);
    }
    return new Tensor(shape, data + offsets[0]);
  }

  private static void check(Path file, Map<String, Tensor> found, Map<String, NDArray> wanted)
      throws IOException {
    List<String> faults = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      if (!found.containsKey(name)) {
        faults.add("missing " + name + " " + wanted.get(name).getShape());
      } else if (!wanted.containsKey(name)) {
        faults.add("unexpected " + name + " " + found.get(name).shape);
      } else if (!found.get(name).shape.equals(wanted.get(name).getShape())) {
        faults.add(name + " is " + found.get(name).shape + ", not " + wanted.get(name).getShape());
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(file + " does not fit the model: " + String.join("; ", faults));
    }
  }

  private static ByteBuffer read(FileChannel channel, long start, int length) throws IOException {
    ByteBuffer bytes = littleEndian(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new IOException("it ends after " + channel.size() + " bytes");
      }
    }
    return bytes.flip();
  }

  private static void writeNumbers(OutputStream out, NDArray array) throws IOException {
    float[] numbers = array.toFloatArray();
    ByteBuffer bytes = littleEndian(4 * numbers.length);
    bytes.asFloatBuffer().put(numbers);
    out.write(bytes.array());
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
    return array.asList().stream().mapToLong(JsonElement::getAsLong).toArray();
  }
}
