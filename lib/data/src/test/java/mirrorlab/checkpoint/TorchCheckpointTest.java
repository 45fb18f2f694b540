package mirrorlab.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import mirrorlab.nn.StoredArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what src/test/python/torch_checkpoints.py wrote by PyTorch itself. */
class TorchCheckpointTest {
  private static final Path WRITTEN = Path.of("src/test/resources/mirrorlab/checkpoint/formats");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "protocol4", "first", "big_endian", "without_checksums"})
  void aStateDictByItselfIsRead(String name) throws IOException {
    Map<String, StoredArray> arrays = CheckpointFile.read(WRITTEN.resolve(name + ".pth"));
    assertEquals(List.of("weight", "bias"), List.copyOf(arrays.keySet()));
    assertEquals(new Shape(2, 3), arrays.get("weight").shape());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, arrays.get("weight").read());
    assertArrayEquals(new float[] {6, 7}, arrays.get("bias").read());
  }

  @ParameterizedTest
  @CsvSource({
    "evil.pth, evil/data.pkl, posix.system", // os.system, whose module is named posix
    "object.pth, object/data.pkl, torch.nn.modules.linear.Linear",
    "complex.pth, complex/data.pkl, torch.ComplexFloatStorage",
    "negative.pth, negative/data.pkl, metadata of an array"
  })
  void whatIsNoArrayIsRefusedByNameWithWhatToDo(String name, String pickle, String what) {
    Path file = WRITTEN.resolve(name);
    String message = assertThrows(IOException.class, () -> CheckpointFile.read(file)).getMessage();
    assertTrue(
        message.matches(
            String.format(
                    Locale.ROOT,
                    "\\Q%s, %s\\E is refused: at byte \\d+ it asks for \\Q%s\\E, which is not plain data, and",
                    file,
                    pickle,
                    what)
                + " nothing was run; if you trust who made it, load it in Python and save its"
                + " weights alone: torch\\.save\\(model\\.state_dict\\(\\), FILE\\)"),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "old.pth, 'is in the format of PyTorch before 1.6', 'torch.save(torch.load('",
    "program.pt, 'is a TorchScript program', 'torch.save(torch.jit.load('",
    "compressed.pth, 'is compressed, which torch.save never does', 'copy or download it again'",
    "without_arrays.pth, 'holds no dict of arrays', 'torch.save(model.state_dict()'"
  })
  void otherFilesOfPyTorchAreRefusedWithWhatToDo(String name, String what, String fix) {
    assertRefused(WRITTEN.resolve(name), what, fix);
  }

  @Test
  void numbersThatAreNotThoseThatWereWrittenAreRefused() throws IOException {
    Path file = WRITTEN.resolve("another_number.pth");
    Map<String, StoredArray> arrays = CheckpointFile.read(file);
    assertArrayEquals(new float[] {6, 7}, arrays.get("bias").read());
    String message =
        assertThrows(IOException.class, () -> arrays.get("weight").read()).getMessage();
    assertTrue(
        message.startsWith(file + " is not a whole") && message.contains("archive/data/0"),
        message);
  }

  @Test
  void aDictBelowADictBelowADictIsFound() throws IOException {
    Path file =
        written(state("(" + String.format(Locale.ROOT, TENSOR, "4", "0", "2", "1") + "u"), 16);
    assertArrayEquals(new float[2], CheckpointFile.read(file).get("w").read());
  }

  @ParameterizedTest
  @ValueSource(strings = {"net", "model_state_dict", "ema", "params_ema", "my_weights"})
  void theDictThatHoldsArraysIsFoundByAnyName(String name) throws IOException {
    // {name: {'w': …}, 'args': {'rate': 3}}
    String arrays = "}(" + String.format(Locale.ROOT, TENSOR, "4", "0", "2", "1") + "u";
    Path file = written("}(V" + name + "\n" + arrays + "Vargs\n}Vrate\nI3\nsu.", 16);
    assertEquals(List.of("w"), List.copyOf(CheckpointFile.read(file).keySet()));
  }

  @Test
  void ofWeightsAndTheirAverageTheWeightsAreTaken() throws IOException {
    String two = "}(" + String.format(Locale.ROOT, TENSOR, "4", "0", "2", "1") + "u";
    String one = "}(" + String.format(Locale.ROOT, TENSOR, "4", "0", "1", "1") + "u";
    Path file = written("}(Vmodel_ema\n" + one + "Vmodel\n" + two + "u.", 16);
    assertEquals(new Shape(2), CheckpointFile.read(file).get("w").shape());
  }

  @Test
  void aDictThatHoldsItselfIsNotSearchedForEver() throws IOException {
    // d = {'args': {'rate': 3}}; d['model'] = d
    assertRefused(written("}q\u0000Vmodel\nh\u0000s.", 16), "");
    assertRefused(written("}q\u0000Vother\nh\u0000s.", 16), "");
  }

  @ParameterizedTest
  @CsvSource({
    "4, 0, 2, 1, true",
    "4, 2, 2, 1, true",
    "4, 3, 2, 1, false", // beyond the end
    "4, 0, 2, 3, true",
    "4, 0, 2, 4, false",
    "4, 0, 16, 0, true", // one number often
    "4, 4, 0, 1, true", // none
    "4, 5, 0, 1, false",
    "4, 0, 400000000, 0, false", // little would make much
    "4, 0, 2147483647, 0, false",
    "5, 0, 2, 1, false", // the storage has four
    "3, 0, 2, 1, false",
    "4611686018427387908, 0, 2, 100000000, false" // 2⁶² + 4, which is 4 in 64 bits of bytes
  })
  void anArrayLiesWithinItsStorage(
      String count, String offset, String length, String stride, boolean read) throws IOException {
    Path file =
        written(
            state("(" + String.format(Locale.ROOT, TENSOR, count, offset, length, stride) + "u"),
            16);
    if (read) {
      StoredArray array = CheckpointFile.read(file).get("w");
      assertEquals(Integer.parseInt(length), array.read().length);
    } else {
      assertRefused(file, ", archive/data.pkl is not a whole pickle: at byte ", "; copy");
    }
  }

  @Test
  void aNumberBelowZeroIsRefusedWhereverItStands() throws IOException {
    for (String numbers :
        List.of("-4 0 2 1", "4 -1 2 1", "4 0 -2 1", "4 0 2 -1", "4 0 -1\nI-1 0\nI0")) {
      Path file =
          written(
              state("(" + String.format(Locale.ROOT, TENSOR, (Object[]) numbers.split(" ")) + "u"),
              16);
      assertRefused(file, ", archive/data.pkl is not a whole pickle: at byte ");
    }
  }

  @Test
  void anEntryThatWouldBeLongerThanTheFileIsRefusedBeforeMemoryIsTaken() throws IOException {
    Path file =
        written(
            state("(" + String.format(Locale.ROOT, TENSOR, 1 << 28, "0", "2", "250000000") + "u"),
            16);
    byte[] bytes = Files.readAllBytes(file);
    int entry = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
    ByteBuffer list = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    list.putInt(entry + 20, 1 << 30).putInt(entry + 24, 1 << 30); // both sizes of data/0
    Files.write(file, bytes);
    assertRefused(file, "archive/data/0 would be longer than the file");
  }

  @Test // torch.save names the folder after the file
  void theArchivesFolderMayHaveAnyName() throws IOException {
    Path made =
        written(state("(" + String.format(Locale.ROOT, TENSOR, "4", "0", "2", "1") + "u"), 16);
    Path renamed = folder.resolve("müde.pth");
    try (ZipFile from = new ZipFile(made.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(renamed))) {
      for (ZipEntry entry : Collections.list(from.entries())) {
        String name = entry.getName().replace("archive/", "müde/");
        put(to, name, from.getInputStream(entry).readAllBytes());
      }
    }
    assertArrayEquals(new float[2], CheckpointFile.read(renamed).get("w").read());
  }

  @Test
  void aStorageIsAnEntryBelowData() throws IOException {
    String tensor =
        String.format(Locale.ROOT, TENSOR, "4", "0", "2", "1").replace("V0\n", "V../0\n");
    assertRefused(written(state("(" + tensor + "u"), 16), "the key of a storage is ../0");
  }

  /**
   * {@code 'w', _rebuild_tensor_v2(('storage', FloatStorage, '0', 'cpu', %s), %s, (%s,), (%s,))}.
   */
  private static final String TENSOR =
      "Vw\nctorch._utils\n_rebuild_tensor_v2\n((Vstorage\nctorch\nFloatStorage\nV0\nVcpu\nI%s\ntQ"
          + "I%s\n(I%s\nt(I%s\nt\u0089}tR";

  /** {'state_dict': {'model': {…}}, 'epoch': 3}. */
  private static String state(String items) {
    return "}(Vstate_dict\n}Vmodel\n}" + items + "sVepoch\nI3\nu.";
  }

  private Path written(String pickle, int storage) throws IOException {
    Path file = folder.resolve("made.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "archive/data.pkl", pickle.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "archive/data/0", new byte[storage]);
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
  }

  private static void assertRefused(Path file, String... parts) {
    String message = assertThrows(IOException.class, () -> CheckpointFile.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
