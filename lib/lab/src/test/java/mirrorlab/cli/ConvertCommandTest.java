package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import mirrorlab.checkpoint.CheckpointFile;
import mirrorlab.nn.NumberType;
import mirrorlab.nn.SafetensorsFile;
import mirrorlab.nn.StoredArray;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConvertCommandTest {
  private static final String OF_ANOTHER_MODEL =
      "../data/src/test/resources/mirrorlab/checkpoint/formats/nested.pth";
  private static final String EVIL =
      "../data/src/test/resources/mirrorlab/checkpoint/formats/evil.pth";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private String file;

  @BeforeEach
  void name() {
    file = folder.resolve("weights.safetensors").toString();
  }

  @Test
  void aCheckpointBecomesTheWeightsOfAnEncoder() throws IOException {
    List<String> instructions =
        Tasks.all().stream()
            .flatMap(
                task ->
                    IntStream.range(0, task.variations())
                        .boxed()
                        .flatMap(variation -> task.instructions(variation).stream()))
            .toList();
    Path model = folder.resolve("model");
    try (VideoTextEncoder encoder =
        new VideoTextEncoder(VideoTextSize.mini(), Vocabulary.of(instructions), 7)) {
      encoder.save(model);
    }
    Map<String, StoredArray> ours =
        new TreeMap<>(CheckpointFile.read(model.resolve("weights.safetensors")));
    Map<String, StoredArray> theirs = new TreeMap<>();
    ours.forEach((name, array) -> theirs.put("module." + name, array));
    float[] tau = {(float) Math.exp(ours.get("temp").read()[0])};
    theirs.put("module.temp", new StoredArray(new Shape(), NumberType.F32, () -> tau));
    Path published = folder.resolve("published.safetensors");
    SafetensorsFile.write(published, theirs);

    assertEquals(0, run("convert", published.toString(), "--size", "mini", "-o", file));
    assertTrue(out.toString().startsWith(file + ": " + ours.size() + " arrays, "), out.toString());
    Map<String, StoredArray> converted = CheckpointFile.read(Path.of(file));
    assertEquals(ours.keySet(), converted.keySet());
    for (String name : ours.keySet()) {
      float rounding = name.equals("temp") ? 1e-6f : 0; // ln exp x
      assertArrayEquals(ours.get(name).read(), converted.get(name).read(), rounding, name);
    }
  }

  @Test
  void anotherModelsCheckpointIsRefusedInOneLine() {
    assertEquals(1, run("convert", OF_ANOTHER_MODEL, "--size", "mini", "-o", file));
    assertTrue(
        err.toString().startsWith("mirrorlab: " + OF_ANOTHER_MODEL + " does not fit the model: "),
        err.toString());
    assertTrue(err.toString().contains(" missing, such as temp ()"), err.toString());
    assertTrue(err.toString().contains(" unexpected, such as "), err.toString());
    assertTrue(err.toString().contains("no name fits"), err.toString());
    assertEquals(1, err.toString().lines().count());
    assertFalse(Files.exists(Path.of(file)));
  }

  @Test
  void aPickleThatWouldRunSomethingIsRefusedByName() {
    assertEquals(1, run("convert", EVIL, "--size", "mini", "-o", file));
    assertTrue(err.toString().contains("asks for posix.system"), err.toString());
  }

  @Test
  void wrongArgumentsAreBadUsage() throws IOException {
    assertEquals(2, run("convert", EVIL, "--size", "huge", "-o", file));
    assertTrue(err.toString().contains("--size is huge; the sizes are"), err.toString());
    assertEquals(2, run("convert", EVIL, "--size", "mini", "-o", folder + "/no/file"));
    assertTrue(err.toString().contains("make its folder first"), err.toString());
    Files.copy(Path.of(EVIL), Path.of(file));
    assertEquals(2, run("convert", file, "--size", "mini", "-o", file));
    assertTrue(err.toString().contains("the checkpoint itself"), err.toString());
  }

  private int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
