package mirrorlab.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;
import mirrorlab.nn.StoredArrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what src/test/python/torch_checkpoints.py wrote by PyTorch and safetensors themselves. */
class CheckpointFileTest {
  private static final Path WRITTEN = Path.of("src/test/resources/mirrorlab/checkpoint/formats");
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 800;

  @TempDir private Path folder;

  private record Expected(long[] shape, float[] numbers) {}

  private static Map<String, Expected> expected() throws IOException {
    return new Gson()
        .fromJson(
            Files.readString(WRITTEN.resolve("expected.json")),
            new TypeToken<Map<String, Expected>>() {}.getType());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.pth", "values.safetensors"})
  void arraysAreWhatPythonMakesOfThem(String name) throws IOException {
    Map<String, StoredArray> arrays = CheckpointFile.read(WRITTEN.resolve(name));
    for (Map.Entry<String, Expected> entry : expected().entrySet()) {
      StoredArray array = arrays.get(entry.getKey());
      assertEquals(new Shape(entry.getValue().shape), array.shape(), entry.getKey());
      assertArrayEquals(entry.getValue().numbers, array.read(), entry.getKey());
    }
    assertEquals(
        new TreeMap<>(
            Map.of(
                "i64", NumberType.I64,
                "i32", NumberType.I32,
                "i16", NumberType.I16,
                "i8", NumberType.I8,
                "u8", NumberType.U8,
                "bool", NumberType.BOOL)),
        arrays.entrySet().stream()
            .filter(entry -> !entry.getValue().type().isReal())
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> entry.getValue().type(),
                    (a, b) -> a,
                    TreeMap::new)));
    assertEquals(expected().size() + 6, arrays.size());
  }

  @Test
  void integersAreKnownButNotReadAsFloats() throws IOException {
    StoredArray counter = CheckpointFile.read(WRITTEN.resolve("nested.pth")).get("i64");
    assertEquals(new Shape(2), counter.shape());
    assertThrows(IllegalStateException.class, counter::read);
  }

  @Test
  void aFileOfOursHasTheseBytes() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    SafetensorsFile.write(
        file,
        Map.of(
            "b.weight", array(new Shape(1, 2), 1, -2),
            "a", array(new Shape(), 0.5f),
            "none", array(new Shape(0, 3))));
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
            + "\"b.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]},"
            + "\"none\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[12,12]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.putFloat(0.5f).putFloat(1).putFloat(-2);
    assertArrayEquals(bytes.array(), Files.readAllBytes(file));
  }

  @Test
  void writingAnyOfThemAndReadingAgainKeepsTheNumbers() throws IOException {
    Map<String, StoredArray> real =
        new TreeMap<>(CheckpointFile.read(WRITTEN.resolve("nested.pth")));
    real.values().removeIf(array -> !array.type().isReal());
    Path file = folder.resolve("weights.safetensors");
    SafetensorsFile.write(file, real);
    Map<String, StoredArray> again = CheckpointFile.read(file);
    assertEquals(real.keySet(), again.keySet());
    for (String name : real.keySet()) {
      assertEquals(NumberType.F32, again.get(name).type());
      assertArrayEquals(real.get(name).read(), again.get(name).read(), name);
    }
  }

  @Test
  void whatFailsWhileItIsWrittenLeavesNothing() {
    StoredArray broken =
        new StoredArray(
            new Shape(2),
            NumberType.F32,
            () -> {
              throw new IOException("no more");
            });
    Path file = folder.resolve("weights.safetensors");
    assertThrows(IOException.class, () -> SafetensorsFile.write(file, Map.of("a", broken)));
    assertThrows(
        IllegalStateException.class,
        () -> SafetensorsFile.write(file, Map.of("a", array(new Shape(3), 1, 2))));
    assertEquals(0, folder.toFile().list().length);
  }

  @Test
  void aMismatchListsAllThatDiffers() {
    Map<String, StoredArray> found =
        Map.of(
            "a", array(new Shape(2), 1, 2),
            "b", array(new Shape(1, 2), 1, 2),
            "c", new StoredArray(new Shape(2), NumberType.I64, () -> new float[2]),
            "d\n", array(new Shape(1), 1));
    Map<String, Shape> wanted =
        Map.of("a", new Shape(2), "b", new Shape(2, 1), "c", new Shape(2), "e", new Shape(7));
    Path file = Path.of("clip.pth");
    assertEquals(
        "clip.pth does not fit the model: b is (1, 2), not (2, 1);"
            + " c holds I64, not floating-point numbers; unexpected d? (1); missing e (7)",
        assertThrows(IOException.class, () -> StoredArrays.check(file, found, wanted))
            .getMessage());
  }

  @Test
  void aLongMismatchIsCountedWithExamplesAndTheLikelyCause() {
    Map<String, StoredArray> found = new TreeMap<>();
    Map<String, Shape> wanted = new TreeMap<>();
    for (int i = 100; i < 400; i++) {
      found.put("module.layer" + i, array(new Shape(2), 1, 2));
      wanted.put("layer" + i, new Shape(2));
    }
    assertEquals(
        "clip.pth does not fit the model: 300 missing, such as layer100 (2), layer101 (2), layer102"
            + " (2); 300 unexpected, such as module.layer100 (2), module.layer101 (2),"
            + " module.layer102 (2); no name fits, so it seems to be a checkpoint of another model",
        mismatch("clip.pth", found, wanted));
    found.keySet().removeIf(name -> !name.endsWith("9"));
    for (int i = 100; i < 400; i++) {
      found.put("layer" + i, array(new Shape(3), 1, 2, 3));
    }
    assertTrue(
        mismatch("clip.pth", found, wanted)
            .endsWith(
                "300 of another shape or type, such as layer100 is (3), not (2), layer101 is (3),"
                    + " not (2), layer102 is (3), not (2); of 300 names 300 fit"));
    found.keySet().removeIf(name -> name.startsWith("module."));
    assertTrue(
        mismatch("clip.pth", found, wanted)
            .endsWith("; all names fit, so it seems to be of another size"));
    found.keySet().removeIf(name -> !name.startsWith("layer1"));
    assertTrue(
        mismatch("model-00001-of-00003.safetensors", found, wanted)
            .endsWith(
                "; of 300 names 100 fit; if it is one of several files of a checkpoint, name their"
                    + " index, *.index.json"));
  }

  private static String mismatch(
      String file, Map<String, StoredArray> found, Map<String, Shape> wanted) {
    return assertThrows(IOException.class, () -> StoredArrays.check(Path.of(file), found, wanted))
        .getMessage();
  }

  @Test
  void aCheckpointInSeveralFilesIsReadByItsIndex() throws IOException {
    Path index = index("{'metadata': {'total_size': 12}, 'weight_map': {'a': 'A', 'b': 'B'}}");
    Map<String, StoredArray> arrays = CheckpointFile.read(index);
    assertEquals(List.of("a", "b"), List.copyOf(arrays.keySet()));
    assertArrayEquals(new float[] {1, 2}, arrays.get("a").read());
    assertArrayEquals(new float[] {3}, arrays.get("b").read());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'weight_map': {'a': 'A', 'b': 'C'}} | names C, which is missing",
        "{'weight_map': {'a': 'A', 'c': 'B'}} | B does not hold c",
        "{'weight_map': {'a': '../A'}} | names the file ../A, which is not beside it",
        "{'weight_map': {'a': '..'}} | names the file .., which is not beside it",
        "{'weight_map': {'a': '/etc/passwd'}} | which is not beside it",
        "{'weight_map': {'a': 'x.index.json'}} | is neither a checkpoint",
        "{'weight_map': {'a': 3.5}} | names 3.5, which is missing",
        "{'weight_map': {'a': null}} | is neither a checkpoint",
        "{'weight_map': {'a': ['A']}} | is neither a checkpoint",
        "{'weight_map': 'A'} | is neither a checkpoint nor the index of one",
        "{'weight': 'A'} | is neither a checkpoint nor the index of one",
        "{'weight_map | is neither a checkpoint nor the index of one"
      })
  void anIndexThatLeadsNowhereIsRefused(String json, String part) throws IOException {
    Path index = index(json);
    String message = assertThrows(IOException.class, () -> CheckpointFile.read(index)).getMessage();
    assertTrue(message.startsWith(index.toString()), message);
    assertTrue(message.contains(part), message);
  }

  private Path index(String json) throws IOException {
    SafetensorsFile.write(folder.resolve("A"), Map.of("a", array(new Shape(2), 1, 2)));
    SafetensorsFile.write(folder.resolve("B"), Map.of("b", array(new Shape(1), 3)));
    return Files.writeString(folder.resolve("x.index.json"), json.replace('\'', '"'));
  }

  @Test
  void aNumberThatIsNotFiniteIsNamedByItsPlace() throws IOException {
    StoredArray array = array(new Shape(2, 3), 0, 1, 2, 3, Float.NaN, Float.NEGATIVE_INFINITY);
    StoredArray checked = StoredArrays.finite(Path.of("clip.pth"), "proj", array);
    String message = assertThrows(IOException.class, checked::read).getMessage();
    assertTrue(
        message.startsWith(
            "clip.pth: proj is NaN at (1, 1), and 2 of its 6 numbers are not finite"),
        message);
    assertArrayEquals(
        new float[] {Float.MAX_VALUE},
        StoredArrays.finite(Path.of("a"), "a", array(new Shape(), Float.MAX_VALUE)).read());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, 4, 12, 12, b begins at byte 4", // they overlap
    "0, 8, 0, 8, 8, b begins at byte 0", // they are the same
    "0, 8, 12, 20, 20, b begins at byte 12", // a gap
    "4, 12, 12, 20, 20, a begins at byte 4",
    "0, 8, 8, 16, 20, there are 20 bytes of numbers" // more than the arrays
  })
  void arraysThatOverlapOrLeaveGapsAreRefused(
      int a, int aEnd, int b, int bEnd, int bytes, String what) throws IOException {
    String header =
        String.format(
            Locale.ROOT,
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}",
            a,
            aEnd,
            b,
            bEnd);
    Path file = folder.resolve("weights.safetensors");
    ByteBuffer all =
        ByteBuffer.allocate(8 + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    Files.write(file, all.array());
    assertRefused(file, " is not a whole safetensors file: " + what, "download it again");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is neither a checkpoint",
    "PK, is neither a checkpoint",
    "'version https://git-lfs', is neither a checkpoint",
    "'{\"weight\": [1, 2]}', is neither a checkpoint",
    "'12345678{}', is not a whole safetensors file",
    "'\u0080\u0002}.', is neither a checkpoint"
  })
  void whatIsNoCheckpointIsRefusedWithAFix(String content, String what) throws IOException {
    Path file = folder.resolve("clip.pth");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, what, "copy or download it again");
  }

  @Test
  void whatIsNotThereIsRefusedWithAFix() {
    assertRefused(folder.resolve("clip.pth"), "is not there", "name a file");
    assertRefused(folder, "is a folder", "name a file");
  }

  @Test
  void aTypeThatIsNotReadIsNamed() {
    assertRefused(
        WRITTEN.resolve("f8.safetensors"),
        "weight holds numbers of type F8_E4M3, which are not read",
        "save it from Python as float32");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}x", // no JSON
        "[]",
        "null",
        "{'a': 3}",
        "{'a': {}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0]}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0, 4]}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [4, 12]}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [-8, 0]}}",
        "{'a': {'dtype': 'F32', 'shape': [-2], 'data_offsets': [8, 0]}}",
        "{'a': {'dtype': 'F32', 'shape': [4294967296, 4294967296], 'data_offsets': [0, 0]}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets':"
            + " [9223372036854775799, 9223372036854775807]}}",
        "{'a': {'dtype': 'F32', 'shape': 2, 'data_offsets': [0, 8]}}",
        "{'a': {'dtype': 'F32', 'shape': [[2]], 'data_offsets': [0, 8]}}",
        "{'a': {'dtype': 'F32', 'shape': [2.5], 'data_offsets': [0, 8]}}",
        "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0.5, 8.5]}}",
        "{'a': {'dtype': 'F32', 'shape': [1e999999999], 'data_offsets': [0, 8]}}",
        "{'a': {'dtype': 'F32', 'shape': [NaN], 'data_offsets': [0, 8]}}",
        "{'a': {'dtype': 'F32', 'shape': ['x'], 'data_offsets': [0, 8]}}"
      })
  void aHeaderThatLiesIsRefused(String header) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Files.write(file, bytes.array());
    String message = assertThrows(IOException.class, () -> SafetensorsFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + " is not a whole safetensors file: "), message);
    assertTrue(message.endsWith("; copy or download it again"), message);
    assertTrue(message.length() < folder.toString().length() + 250, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.pth", "plain.pth", "protocol4.pth", "values.safetensors"})
  void aFileThatEndsTooSoonIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(WRITTEN.resolve(name));
    Path file = folder.resolve(name);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(file, "is n", "download it again");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested.pth", "protocol4.pth", "big_endian.pth", "values.safetensors"})
  void noDamageMakesTheReaderFailOtherThanByOneClearError(String name) throws IOException {
    byte[] whole = Files.readAllBytes(WRITTEN.resolve(name));
    Path file = folder.resolve("mutant");
    SplittableRandom random = new SplittableRandom(name.hashCode());
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Files.write(file, mutated(whole, random));
      refused +=
          assertTimeoutPreemptively(Duration.ofSeconds(20), () -> survives(file, whole.length));
    }
    assertTrue(refused > MUTANTS / 4, refused + " refused");
    assertTrue(refused < MUTANTS, "none read");
  }

  /** 1 if refused; any other failure, or memory beyond proportion, fails the test. */
  private static int survives(Path file, int length) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int refused = 0;
    try {
      for (StoredArray array : CheckpointFile.read(file).values()) {
        if (array.type().isReal()) {
          assertEquals(array.shape().size(), array.read().length);
        }
      }
    } catch (IOException e) {
      refused = 1;
      assertTrue(e.getMessage().startsWith(file.toString()), e.toString());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
    long used = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(used < 4_000_000 + 200L * length, used + " bytes of memory");
    return refused;
  }

  private static byte[] mutated(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(4)) {
      case 0 -> { // a piece moves elsewhere
        int length = 1 + random.nextInt(40);
        int from = random.nextInt(bytes.length - length);
        System.arraycopy(whole, from, bytes, random.nextInt(bytes.length - length), length);
      }
      case 1 -> { // a number in the header or the archive's list becomes a large one
        int at = random.nextInt(bytes.length - 8);
        Arrays.fill(bytes, at, at + 1 + random.nextInt(7), (byte) (random.nextInt(2) * 128 - 1));
      }
      default -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    }
    return bytes;
  }

  private static StoredArray array(Shape shape, float... numbers) {
    return new StoredArray(shape, NumberType.F32, () -> numbers);
  }

  private static void assertRefused(Path file, String... parts) {
    String message = assertThrows(IOException.class, () -> CheckpointFile.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    for (String part : List.of(parts)) {
      assertTrue(message.contains(part), message);
    }
  }
}
