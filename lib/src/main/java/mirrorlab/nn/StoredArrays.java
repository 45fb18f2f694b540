package mirrorlab.nn;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import mirrorlab.files.Printable;

/**
 * Named arrays in a file, in one of the formats in which weights are published: safetensors, or a
 * checkpoint of PyTorch.
 */
public final class StoredArrays {
  private static final int HEAD = 64; // bytes that tell a format
  private static final String ZIP = "PK\u0003\u0004";
  private static final String OLD_PICKLE = "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019";

  private StoredArrays() {}

  /**
   * The arrays by name; their numbers are read from the file when they are asked for.
   *
   * @throws IOException if the file is missing, damaged, of another format, or names in its pickle
   *     what is not an array
   */
  public static Map<String, StoredArray> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + " is not there, or is a folder; name a file of torch.save or safetensors");
    }
    String head;
    try (InputStream in = Files.newInputStream(file)) {
      head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
    if (head.startsWith(ZIP)) {
      return TorchCheckpoint.read(file);
    }
    if (head.startsWith("{", SafetensorsFile.HEADER_START)) {
      return SafetensorsFile.read(file);
    }
    if (head.contains(OLD_PICKLE)) {
      throw new IOException(
          file
              + " is in the format of PyTorch before 1.6, which is not read; write it anew in"
              + " Python: torch.save(torch.load(OLD, map_location='cpu'), NEW)");
    }
    throw new IOException(
        file
            + " is neither a checkpoint of PyTorch nor a safetensors file; copy or download it"
            + " again, or write it anew in Python: torch.save(model.state_dict(), FILE)");
  }

  /** Writes the arrays, sorted by name, as 32-bit floats in a safetensors file. */
  public static void write(Path file, Map<String, StoredArray> arrays) throws IOException {
    SafetensorsFile.write(file, arrays);
  }

  /**
   * Compares names and shapes with those that a model has.
   *
   * @param file where the arrays were found
   * @throws IOException if they are not the same, or if an array holds integers; the message lists
   *     what is missing, unexpected, and of another shape or type
   */
  public static void check(Path file, Map<String, StoredArray> found, Map<String, Shape> wanted)
      throws IOException {
    List<String> faults = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(found.keySet());
    names.addAll(wanted.keySet());
    for (String name : names) {
      if (!found.containsKey(name)) {
        faults.add("missing " + name + " " + wanted.get(name));
      } else if (!wanted.containsKey(name)) {
        faults.add("unexpected " + Printable.of(name) + " " + found.get(name).shape());
      } else if (!found.get(name).shape().equals(wanted.get(name))) {
        faults.add(name + " is " + found.get(name).shape() + ", not " + wanted.get(name));
      } else if (!found.get(name).type().isReal()) {
        faults.add(name + " holds " + found.get(name).type() + ", not floating-point numbers");
      }
    }
    if (!faults.isEmpty()) {
      throw new IOException(file + " does not fit the model: " + String.join("; ", faults));
    }
  }
}
