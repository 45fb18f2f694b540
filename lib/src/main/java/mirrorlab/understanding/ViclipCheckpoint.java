package mirrorlab.understanding;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.StoredArray;
import mirrorlab.nn.StoredArrays;

/**
 * Published weights of ViCLIP, brought into the form of ours.
 *
 * <pre>
 *   theirs                                        ours
 *   module.… and model.…                          without that
 *   vision_encoder.conv1.weight (D, 3, 1, p, p)   or (D, 3, p, p), as the encoder has it
 *   temp, which is τ                              ln τ
 *   integers that the encoder has not             left out: counters and positions
 *   all else                                      the same
 * </pre>
 */
public final class ViclipCheckpoint {
  private static final String PREFIXES = "^((module|model)\\.)+";
  private static final String TEMPERATURE = "temp";

  private ViclipCheckpoint() {}

  /**
   * Writes the weights into a file of ours, as an encoder's {@code weights.safetensors}.
   *
   * @param checkpoint a file of {@code torch.save} or of safetensors
   * @param wanted the encoder's arrays
   * @param file to write; it appears whole or not at all
   * @throws IOException if the checkpoint is damaged, or if its arrays are not those of the
   *     encoder; the message lists what is missing, unexpected, and of another shape or type
   */
  public static void convert(Path checkpoint, Map<String, Shape> wanted, Path file)
      throws IOException {
    Map<String, StoredArray> ours = new TreeMap<>();
    for (Map.Entry<String, StoredArray> entry : StoredArrays.read(checkpoint).entrySet()) {
      String name = entry.getKey().replaceFirst(PREFIXES, "");
      StoredArray array = entry.getValue();
      if (array.type().isReal() || wanted.containsKey(name)) {
        if (ours.containsKey(name)) {
          throw new IOException(
              checkpoint + " holds two arrays for " + name + "; remove one of them in Python");
        }
        ours.put(name, wanted.containsKey(name) ? fitted(array, wanted.get(name)) : array);
      }
    }
    StoredArrays.check(checkpoint, ours, wanted);
    if (ours.containsKey(TEMPERATURE)) {
      ours.put(TEMPERATURE, logarithm(checkpoint, ours.get(TEMPERATURE)));
    }
    StoredArrays.write(file, ours);
  }

  /** A convolution that sees one frame at a time may be wanted as one of pictures. */
  private static StoredArray fitted(StoredArray array, Shape wanted) {
    Shape shape = array.shape();
    boolean oneFrame = shape.dimension() == 5 && shape.get(2) == 1 && wanted.dimension() == 4;
    return oneFrame
        ? array.reshape(new Shape(shape.get(0), shape.get(1), shape.get(3), shape.get(4)))
        : array;
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
