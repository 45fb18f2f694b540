package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {
  @TempDir Path folder;

  private final Parameters model = new Parameters(1);
  private Path file;

  @BeforeEach
  void save() throws IOException {
    model.normal("matrix", 1, 2, 3);
    model.constant("scalar", 7);
    model.buffer("mean", 0.5, 4);
    file = folder.resolve("weights.safetensors");
    Weights.save(file, model.all());
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aModelComesBackFromItsFile() throws IOException {
    try (Parameters other = new Parameters(2)) {
      other.normal("matrix", 1, 2, 3);
      other.constant("scalar", 0);
      other.buffer("mean", 0, 4);
      Weights.load(file, other.all());
      model
          .all()
          .forEach(
              (name, array) ->
                  assertArrayEquals(
                      array.toFloatArray(), other.all().get(name).toFloatArray(), name));
    }
  }

  @Test
  void othersCanReadTheFile() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      NDList arrays = NDList.decode(model.manager(), in); // DJL's own reader
      assertEquals(3, arrays.size());
      NDArray matrix =
          arrays.stream().filter(array -> array.getName().equals("matrix")).findFirst().get();
      assertEquals(new Shape(2, 3), matrix.getShape());
      assertArrayEquals(model.all().get("matrix").toFloatArray(), matrix.toFloatArray());
    }
  }

  @Test
  void aFileOfAnotherModelIsRefusedWithAllThatDiffersAndNothingChanges() {
    try (Parameters other = new Parameters(2)) {
      NDArray matrix = other.constant("matrix", 3, 3, 2);
      NDArray mean = other.buffer("mean", 3, 4);
      other.constant("bias", 3, 5);
      Exception e = assertThrows(IOException.class, () -> Weights.load(file, other.all()));
      assertEquals(
          file
              + " does not fit the model: missing bias (5);"
              + " matrix is (2, 3), not (3, 2); unexpected scalar ()",
          e.getMessage());
      assertEquals(3, matrix.getFloat(0, 0));
      assertEquals(3, mean.getFloat(0));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aNumberThatIsNotFiniteIsRefusedAndNothingChanges(float bad) throws IOException {
    Map<String, StoredArray> arrays = new HashMap<>(SafetensorsFile.read(file));
    arrays.put("scalar", new StoredArray(new Shape(), NumberType.F32, () -> new float[] {bad}));
    SafetensorsFile.write(file, arrays);
    try (Parameters other = new Parameters(2)) {
      NDArray matrix = other.constant("matrix", 3, 2, 3);
      other.constant("scalar", 3);
      NDArray mean = other.buffer("mean", 3, 4);
      Exception e = assertThrows(IOException.class, () -> Weights.load(file, other.all()));
      assertTrue(e.getMessage().startsWith(file + ": scalar is " + bad + " at ()"), e.getMessage());
      assertEquals(3, matrix.getFloat(0, 0));
      assertEquals(3, mean.getFloat(0));
    }
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    byte[] longHeader = whole.clone();
    longHeader[5] = 1;
    byte[] badJson = whole.clone();
    badJson[8] = '[';
    byte[] halfFloats =
        new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("F32", "F16")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    for (byte[] damaged :
        new byte[][] {
          {},
          Arrays.copyOf(whole, 50),
          Arrays.copyOf(whole, whole.length - 1),
          longHeader,
          badJson,
          halfFloats
        }) {
      Files.write(file, damaged);
      Exception e = assertThrows(IOException.class, () -> Weights.load(file, model.all()));
      assertTrue(
          e.getMessage().startsWith(file + " is not a whole safetensors file"), e.getMessage());
    }
  }
}
