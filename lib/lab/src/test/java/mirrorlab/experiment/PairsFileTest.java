package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All formats hold the same numbers; what is wrong is told in one line. */
class PairsFileTest {
  private static final int N = 150;
  private static final Path GOLDEN = PairsEvaluationTest.GOLDEN;

  @TempDir private Path folder;
  private Path pairs;
  private Path csv;

  @BeforeEach
  void name() {
    pairs = folder.resolve("pairs.safetensors");
    csv = folder.resolve("labels.csv");
  }

  /** Writes matrices to a safetensors file. */
  static void write(Path file, Map<String, float[][]> arrays) throws IOException {
    Map<String, StoredArray> stored = new LinkedHashMap<>();
    arrays.forEach(
        (name, rows) -> {
          float[] flat = new float[rows.length * rows[0].length];
          for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
          }
          stored.put(name, array(flat, rows.length, rows[0].length));
        });
    SafetensorsFile.write(file, stored);
  }

  private static StoredArray array(float[] flat, long... shape) {
    return new StoredArray(new Shape(shape), NumberType.F32, () -> flat);
  }

  private String fault(int rows) {
    return assertThrows(IOException.class, () -> PairsFile.read(pairs, rows))
        .getMessage()
        .replace(folder.toString(), "DIR");
  }

  @ParameterizedTest
  @CsvSource({"pairs.safetensors", "folder"})
  void everyFormatHoldsTheSameNumbers(String other) throws Exception {
    PairsFile npz = PairsFile.read(GOLDEN.resolve("pairs.npz"), N);
    PairsFile found = PairsFile.read(GOLDEN.resolve(other), N);
    assertEquals(Set.of("early", "late"), npz.understanding().keySet());
    assertEquals(List.of("execution", "untrained"), List.copyOf(npz.executions().keySet()));
    assertEquals(npz.understanding().keySet(), found.understanding().keySet());
    npz.understanding()
        .forEach((layer, rows) -> assertArrayEquals(rows, found.understanding().get(layer)));
    npz.executions()
        .forEach(
            (arm, layers) ->
                layers.forEach(
                    (layer, rows) ->
                        assertArrayEquals(rows, found.executions().get(arm).get(layer))));
  }

  @Test
  void nanIsToldByRowAndColumn() throws Exception {
    write(
        pairs,
        Map.of(
            "understanding/a", new float[][] {{1, 2}, {3, Float.NaN}},
            "execution/b", new float[][] {{1}, {2}}));
    assertEquals(
        "DIR/pairs.safetensors: understanding/a: row 1, column 1 is NaN; mend the encoder's output,"
            + " or leave the row out of all arrays and labels",
        fault(2));
  }

  @Test
  void aMissingRowIsTold() throws Exception {
    write(
        pairs,
        Map.of(
            "understanding/a", new float[][] {{1, 2}, {3, 4}},
            "execution/b", new float[][] {{1}}));
    assertEquals(
        "DIR/pairs.safetensors: execution/b: it has 1 rows and the labels have 2; give each"
            + " labelled row a row in every array",
        fault(2));
  }

  @Test
  void aConstantColumnIsTold() throws Exception {
    write(
        pairs,
        Map.of(
            "understanding/a", new float[][] {{1, 0}, {3, 0}, {5, 0}},
            "execution/b", new float[][] {{1}, {2}, {3}}));
    assertEquals(
        "DIR/pairs.safetensors: understanding/a: column 1 is 0.0 from row 0 to row 2; leave such"
            + " columns out, x[:, x.std(axis=0) > 0]",
        fault(3));
  }

  @Test
  void anArrayOfAnotherRankIsTold() throws Exception {
    SafetensorsFile.write(pairs, Map.of("understanding/a", array(new float[24], 3, 4, 2)));
    assertEquals(
        "DIR/pairs.safetensors: understanding/a: its shape is (3, 4, 2); it must be N×D, such as"
            + " x.mean(axis=1) of N×T×D",
        fault(3));
  }

  @Test
  void aLayerInTwoFilesIsTold() throws Exception {
    pairs = folder.resolve("pairs");
    Files.createDirectories(pairs.resolve("understanding"));
    Files.copy(
        GOLDEN.resolve("folder/understanding/early.npy"), pairs.resolve("understanding/a.npy"));
    Files.copy(
        GOLDEN.resolve("folder/understanding/late.parquet"),
        pairs.resolve("understanding/a.parquet"));
    assertEquals(
        "DIR/pairs: understanding/a: the layer is there twice, in a.npy and a.parquet; delete one"
            + " of them",
        fault(N));
  }

  @Test
  void anotherNameIsTold() throws Exception {
    write(pairs, Map.of("videos/a", new float[][] {{1}, {2}}));
    assertEquals(
        "DIR/pairs.safetensors: videos/a: it is neither understanding/LAYER nor execution/LAYER nor"
            + " execution@ARM/LAYER; rename it, or leave it out",
        fault(2));
  }

  @Test
  void bothSidesAreNeeded() throws Exception {
    write(
        pairs,
        Map.of(
            "understanding/a", new float[][] {{1}, {2}},
            "execution@other/b", new float[][] {{1}, {2}}));
    assertEquals(
        "DIR/pairs.safetensors has no array execution/LAYER; it needs one at least", fault(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "episode,instruction,task,sucess/0,a,t,1|there is no label 'sucess'; the labels are"
            + " episode, instruction, task, split, success, cluster",
        "episode,instruction/0,a|has no column task; add it as its first line says",
        "episode,instruction,task/0,a,t/1,,t|row 1 has no instruction; fill the cell, or leave the"
            + " row out here and in all arrays",
        "episode,instruction,task,split/0,a,t,train/1,a,t,tset|row 1: there is no split 'tset';"
            + " the splits are train, validation, test-seen, test-unseen",
        "episode,instruction,task,success/0,a,t,maybe|row 0: success is 'maybe'; give 1 or 0",
        "episode,instruction,task/|has no rows; give one for each row of the arrays"
      })
  void wrongLabelsAreTold(String text, String message) throws Exception {
    Files.writeString(csv, text.replace('/', '\n') + "\n");
    String found =
        assertThrows(IOException.class, () -> PairsLabels.read(csv))
            .getMessage()
            .replace(csv.toString(), "");
    assertEquals(message, found.replaceFirst("^[: ]+", ""));
  }

  @Test
  void missingLabelsAreTold() {
    assertEquals(
        csv + " is not there; give each row of the arrays a line in it, or name it by --labels",
        assertThrows(IOException.class, () -> PairsLabels.read(csv)).getMessage());
  }

  @Test
  void labelsInAnotherEncodingAreTold() throws Exception {
    Files.writeString(csv, "episode,instruction,task\n0,öffne,t\n", StandardCharsets.ISO_8859_1);
    assertEquals(
        csv + ": row 0: its instruction is not in UTF-8; save the file so",
        assertThrows(IOException.class, () -> PairsLabels.read(csv)).getMessage());
  }

  @Test
  void labelsAreReadAsTheyStand() throws Exception {
    Files.writeString(
        csv, "\uFEFFtask,episode,instruction,success\nt,007,\"a, b\",True\nt,7,NA,0\n");
    PairsLabels labels = PairsLabels.read(csv);
    assertEquals(List.of("007", "7"), labels.episodes());
    assertEquals(List.of("a, b", "NA"), labels.instructions());
    assertEquals(List.of(true, false), labels.successes().orElseThrow());
    assertEquals(List.of(List.of("t", "a, b", "007")), labels.names(new int[] {0}));
  }
}
