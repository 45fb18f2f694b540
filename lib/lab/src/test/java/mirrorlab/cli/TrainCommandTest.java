package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * {@code train} and {@code evaluate} from end to end, on the sample and for no steps to speak of.
 */
class TrainCommandTest {
  private static final String SAMPLE =
      Path.of(System.getProperty("mirrorlab.root")).resolve("data/demos/sample").toString();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void whatWasTrainedIsEvaluatedBesideItsReferences() throws IOException {
    String run = folder.resolve("run").toString();
    String[] train = {
      "train", "understanding", "--profile", "sample", "--data", SAMPLE, "--run", run
    };
    assertEquals(0, run(train), err.toString());
    assertTrue(out.toString().contains("10 steps"), out.toString());
    assertTrue(Files.size(folder.resolve("run/curve.png")) > 0);
    assertEquals(1, run(train));
    assertTrue(err.toString().contains("already holds a run"), err.toString());

    Path record = folder.resolve("recognition.json");
    String[] evaluate = {
      "evaluate", "recognition", "--run", run, "--data", SAMPLE, "--out", record.toString()
    };
    assertEquals(1, run(evaluate));
    assertTrue(err.toString().contains("has no episodes of test-seen"), err.toString());
    assertEquals(2, run(with(evaluate, "--split", "exam")));
    assertTrue(err.toString().contains("there is no split 'exam'"), err.toString());
    assertEquals(0, run(with(evaluate, "--split", "train")), err.toString());
    Result result = Result.read(record);
    assertEquals(36, result.find("baseline", "top-1", Metric.ALL).orElseThrow().n());
    assertEquals(
        1.0 / 249, result.find("chance", "top-1", Metric.ALL).orElseThrow().value(), 1e-12);
    assertEquals(
        List.of("chance", "most frequent", "untrained", "first frame only"),
        result.references().stream().map(Metric::arm).distinct().toList());
    assertEquals(37, Files.readAllLines(folder.resolve("recognition.csv")).size());
    assertEquals(DemonstrationSet.open(Path.of(SAMPLE)).checksum(), result.data());
  }

  @Test
  void bothAreTrainedTogetherAndEachIsEvaluated() throws IOException {
    String run = folder.resolve("joint").toString();
    String[] train = {"train", "joint", "--profile", "sample", "--data", SAMPLE, "--run", run};
    assertEquals(2, run(with(train, "--pairing", "colour")));
    assertTrue(
        err.toString().contains("is not episode, instruction, task or hierarchical"),
        err.toString());
    assertEquals(2, run(with(train, "--partner", "smell")));
    assertTrue(err.toString().contains("is not video, text, random-code"), err.toString());
    assertEquals(2, run(with(train, "--partner", "deranged", "--pairing", "task")));
    assertTrue(err.toString().contains("the pairing has to be instruction"), err.toString());
    assertEquals(2, run(with(train, "--tau", "0")));
    assertTrue(err.toString().contains("τ is 0.0; it has to be above 0"), err.toString());
    assertEquals(0, run(with(train, "--pairing", "hierarchical", "--tau", "0.2")), err.toString());
    Path record = folder.resolve("recognition.json");
    String[] evaluate = {
      "evaluate",
      "recognition",
      "--run",
      run,
      "--data",
      SAMPLE,
      "--split",
      "train",
      "--out",
      record.toString()
    };
    assertEquals(0, run(evaluate), err.toString());
    Result result = Result.read(record);
    assertEquals("aligned", result.arm());
    assertEquals("hierarchical", result.pairing());
    assertEquals(0.2, result.tau());
    assertEquals(0.5, result.lambda());
  }

  private static String[] with(String[] arguments, String... more) {
    return java.util.stream.Stream.of(arguments, more)
        .flatMap(java.util.stream.Stream::of)
        .toArray(String[]::new);
  }

  @Test
  void aRunThatDoesNotExistIsNamed() {
    assertEquals(
        1,
        run(
            "evaluate",
            "recognition",
            "--run",
            folder.toString(),
            "--data",
            SAMPLE,
            "--out",
            folder.resolve("x.json").toString()));
    assertTrue(err.toString().contains("holds no training that has ended"), err.toString());
  }
}
