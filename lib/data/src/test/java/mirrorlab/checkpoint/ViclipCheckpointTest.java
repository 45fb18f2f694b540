package mirrorlab.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import mirrorlab.nn.Activation;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.Stem;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Converts what src/test/python/torch_checkpoints.py wrote: ViCLIP's names and shapes, in small.
 */
class ViclipCheckpointTest {
  private static final Path WRITTEN = Path.of("src/test/resources/mirrorlab/checkpoint/viclip.pth");
  private static final VideoTextSize.Tower TOWER = new VideoTextSize.Tower(4, 1, 2, 16);
  private static final VideoTextSize SIZE =
      new VideoTextSize(28, 3, Stem.Kind.PATCHES_14, TOWER, TOWER, 6, Activation.QUICK_GELU);
  private static final Vocabulary WORDS =
      new Vocabulary(List.of("<pad>", "<start>", "<end>", "<unknown>", "a", "b", "c", "d", "e"), 5);

  private static final String PATCHES = "vision_encoder.conv1.weight";

  @TempDir private Path folder;
  private Path file;
  private VideoTextEncoder encoder;
  private Map<String, Shape> wanted;

  @BeforeEach
  void make() {
    file = folder.resolve("weights.safetensors");
    encoder = new VideoTextEncoder(SIZE, WORDS, 0);
    wanted = new LinkedHashMap<>(Weights.shapes(encoder.parameters().all()));
  }

  @AfterEach
  void close() {
    encoder.close();
  }

  @Test
  void anEncoderLoadsWhatWasConverted() throws IOException {
    ViclipCheckpoint.convert(WRITTEN, wanted, file);
    Weights.load(file, encoder.parameters().all());

    Map<String, NDArray> arrays = encoder.parameters().all();
    List<String> sorted = new ArrayList<>(new TreeSet<>(arrays.keySet()));
    assertEquals(39, sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      float[] numbers = arrays.get(sorted.get(i)).toFloatArray();
      if (sorted.get(i).equals("temp")) {
        assertArrayEquals(new float[] {-4.6051702f}, numbers, 1e-6f); // ln 0.01
      } else {
        for (int k = 0; k < numbers.length; k++) {
          assertEquals((i + 0.5 * k) % 1000, numbers[k], sorted.get(i));
        }
      }
    }
    assertEquals(100, encoder.scale().getFloat(), 1e-3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "model.",
        "module.model.",
        "_orig_mod.",
        "module._orig_mod.",
        "net.",
        "state_dict.",
        "ema_model.module.",
        "backbone.encoder."
      })
  void prefixesOfWrappersAreLeftOut(String prefix) throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    CheckpointFile.read(WRITTEN).forEach((name, array) -> arrays.put(prefix + name, array));
    ViclipCheckpoint.convert(written(arrays), wanted, file);
    assertEquals(wanted.keySet(), new HashSet<>(CheckpointFile.read(file).keySet()));
  }

  @Test
  void anotherModelIsRefusedWithAllThatDiffersAndNothingIsWritten() throws IOException {
    wanted.remove("text_encoder.ln_final.bias");
    wanted.put("text_encoder.positional_embedding", new Shape(32, 4));
    wanted.put(PATCHES, new Shape(4, 3, 16, 16));
    wanted.put("vision_encoder.ln_mid.bias", new Shape(4));
    assertRefused(
        WRITTEN,
        " does not fit the model: unexpected text_encoder.ln_final.bias (4);"
            + " text_encoder.positional_embedding is (5, 4), not (32, 4);"
            + " vision_encoder.conv1.weight is (4, 3, 14, 14), not (4, 3, 16, 16);"
            + " missing vision_encoder.ln_mid.bias (4)");
  }

  @Test
  void aConvolutionOverOneFrameMayBeWantedWithTheFrameOrWithout() throws IOException {
    for (Shape shape : List.of(new Shape(4, 3, 14, 14), new Shape(4, 3, 1, 14, 14))) {
      wanted.put(PATCHES, shape);
      ViclipCheckpoint.convert(WRITTEN, wanted, file);
      StoredArray patches = CheckpointFile.read(file).get(PATCHES);
      assertEquals(shape, patches.shape());
      assertArrayEquals(published().get(PATCHES).read(), patches.read());
    }
  }

  @Test
  void aConvolutionMayBeStoredWithoutTheFrame() throws IOException {
    Map<String, StoredArray> arrays = published();
    float[] numbers = arrays.get(PATCHES).read();
    arrays.put(PATCHES, array(new Shape(4, 3, 14, 14), numbers));
    ViclipCheckpoint.convert(written(arrays), wanted, file);
    assertEquals(new Shape(4, 3, 1, 14, 14), CheckpointFile.read(file).get(PATCHES).shape());
    assertArrayEquals(numbers, CheckpointFile.read(file).get(PATCHES).read());
  }

  @Test
  void aConvolutionOverSeveralFramesIsAnotherModel() throws IOException {
    wanted.put(PATCHES, new Shape(4, 3, 14, 14));
    Map<String, StoredArray> arrays = published();
    arrays.put(PATCHES, array(new Shape(4, 3, 2, 14, 14), new float[4 * 3 * 2 * 14 * 14]));
    assertRefused(written(arrays), PATCHES + " is (4, 3, 2, 14, 14), not (4, 3, 14, 14)");
  }

  @Test
  void integersThatAreNotAskedForAreLeftOutAndOthersRefused() throws IOException {
    Path counted =
        Path.of(
            "src/test/resources/mirrorlab/checkpoint/formats/values.safetensors"); // i64 among them
    Map<String, Shape> floats = new LinkedHashMap<>();
    CheckpointFile.read(counted)
        .forEach(
            (name, array) -> {
              if (array.type().isReal()) {
                floats.put(name, array.shape());
              }
            });
    ViclipCheckpoint.convert(counted, floats, file);
    assertEquals(floats.keySet(), new HashSet<>(CheckpointFile.read(file).keySet()));

    wanted = floats;
    wanted.put("i64", new Shape(2));
    Files.delete(file);
    assertRefused(counted, "i64 holds I64, not floating-point numbers");
  }

  @Test
  void whatWasConvertedIsNotConvertedAgain() throws IOException {
    Path once = folder.resolve("once.safetensors");
    ViclipCheckpoint.convert(WRITTEN, wanted, once);
    assertRefused(once, ": temp is -4.6", "was the file converted before?");
  }

  @Test
  void numbersThatAreNotFiniteAreRefusedByNameAndPlace() throws IOException {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Map<String, StoredArray> arrays = published();
      float[] numbers = arrays.get("text_encoder.ln_final.bias").read();
      numbers[2] = bad;
      arrays.put("text_encoder.ln_final.bias", array(new Shape(4), numbers));
      assertRefused(written(arrays), ": text_encoder.ln_final.bias is " + bad + " at (2)");
      arrays = published();
      arrays.put("temp", array(new Shape(), bad));
      assertRefused(written(arrays), ": temp is " + bad + " at ()");
    }
  }

  @Test
  void anotherModelIsRefusedInAShortLine() throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    published().forEach((name, array) -> arrays.put("vit." + name.replace('_', '-'), array));
    Path checkpoint = written(arrays);
    assertRefused(checkpoint, "38 missing, such as ", "of 39 names 1 fit");
    String message =
        assertThrows(IOException.class, () -> ViclipCheckpoint.convert(checkpoint, wanted, file))
            .getMessage();
    assertTrue(message.length() < checkpoint.toString().length() + 700, message);
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    Map<String, StoredArray> arrays = published();
    arrays.put("module.temp", array(new Shape(), 0.5f));
    assertRefused(written(arrays), " holds two arrays for temp: module.temp and temp;");
  }

  private static Map<String, StoredArray> published() throws IOException {
    return new LinkedHashMap<>(CheckpointFile.read(WRITTEN));
  }

  private static StoredArray array(Shape shape, float... numbers) {
    return new StoredArray(shape, NumberType.F32, () -> numbers);
  }

  private Path written(Map<String, StoredArray> arrays) throws IOException {
    Path checkpoint = folder.resolve("checkpoint.safetensors");
    SafetensorsFile.write(checkpoint, arrays);
    return checkpoint;
  }

  private void assertRefused(Path checkpoint, String... parts) {
    String message =
        assertThrows(IOException.class, () -> ViclipCheckpoint.convert(checkpoint, wanted, file))
            .getMessage();
    assertTrue(message.startsWith(checkpoint.toString()), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
    assertFalse(Files.exists(file));
  }
}
