package mirrorlab.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mirrorlab.files.Sanitized;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;
import mirrorlab.nn.StoredArrays;

/**
 * Converts published ViCLIP weights to this library's format.
 *
 * <pre>
 *   published                                     this library
 *   module.…, model.…, _orig_mod.… and other      without the prefix
 *     prefixes, if the rest is one of our names
 *   vision_encoder.conv1.weight (D, 3, p, p)      (D, 3, 1, p, p), as in the encoder
 *     or (D, 3, 1, p, p)
 *   temp = τ                                      ln τ
 *   integers absent from the encoder              dropped: counters and positions
 *   all else                                      the same
 * </pre>
 */
public final class ViclipCheckpoint {
  private static final String PREFIXES = "^((module|model|_orig_mod|net|state_dict)\\.)+";
  private static final String TEMPERATURE = "temp";

  private ViclipCheckpoint() {}

  /**
   * Writes the weights as an encoder's {@code weights.safetensors}.
   *
   * @param checkpoint a file of {@code torch.save} or of safetensors
   * @param wanted the encoder's arrays
   * @param file to write; it appears whole or not at all
   * @throws IOException if the checkpoint is damaged, if its arrays do not match the encoder's, or
   *     if a number is NaN or infinite; the message says which
   */
  public static void convert(Path checkpoint, Map<String, Shape> wanted, Path file)
      throws IOException {
    Map<String, StoredArray> ours = new TreeMap<>();
    Map<String, String> theirs = new HashMap<>();
    for (Map.Entry<String, StoredArray> entry : CheckpointFile.read(checkpoint).entrySet()) {
      String name = withoutPrefix(entry.getKey(), wanted.keySet());
      StoredArray array = StoredArrays.finite(checkpoint, entry.getKey(), entry.getValue());
      if (array.type().isReal() || wanted.containsKey(name)) {
        String other = theirs.put(name, entry.getKey());
        if (other != null) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s holds two arrays for %s: %s and %s; remove one of them in Python",
                  checkpoint,
                  Sanitized.of(name),
                  Sanitized.of(other),
                  Sanitized.of(entry.getKey())));
        }
        ours.put(name, wanted.containsKey(name) ? fitted(array, wanted.get(name)) : array);
      }
    }
    StoredArrays.check(checkpoint, ours, wanted);
    if (ours.containsKey(TEMPERATURE)) {
      ours.put(TEMPERATURE, logarithm(checkpoint, ours.get(TEMPERATURE)));
    }
    SafetensorsFile.write(file, ours);
  }

  /**
   * The longest suffix of a name that is in {@code wanted}; otherwise the name without the usual
   * prefixes.
   */
  private static String withoutPrefix(String name, Set<String> wanted) {
    String end = name;
    while (!wanted.contains(end)) {
      int dot = end.indexOf('.');
      if (dot < 0) {
        return name.replaceFirst(PREFIXES, "");
      }
      end = end.substring(dot + 1);
    }
    return end;
  }

  /** Converts between a 2-D convolution and the equivalent 3-D one with a depth of one frame. */
  private static StoredArray fitted(StoredArray array, Shape wanted) {
    Shape shape = array.shape();
    if (shape.dimension() == 5 && shape.get(2) == 1 && wanted.dimension() == 4) {
      return array.reshape(new Shape(shape.get(0), shape.get(1), shape.get(3), shape.get(4)));
    }
    if (shape.dimension() == 4 && wanted.dimension() == 5) {
      return array.reshape(new Shape(shape.get(0), shape.get(1), 1, shape.get(2), shape.get(3)));
    }
    return array;
  }

  private static StoredArray logarithm(Path checkpoint, StoredArray temperature)
      throws IOException {
    float[] logarithms = temperature.read();
    for (int i = 0; i < logarithms.length; i++) {
      if (!(logarithms[i] > 0)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: %s is %s, but a temperature is above 0; was the file converted before?",
                checkpoint,
                TEMPERATURE,
                logarithms[i]));
      }
      logarithms[i] = (float) Math.log(logarithms[i]);
    }
    return new StoredArray(temperature.shape(), NumberType.F32, () -> logarithms);
  }
}
