package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.EpisodePlan;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code evaluate} of an E that has learnt next to nothing, on two episodes. */
class EvaluateCommandTest {
  @TempDir private static Path shared;
  private static Path data;
  private static Path run;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path record;

  @BeforeAll
  static void train() throws Exception {
    data = shared.resolve("data");
    run = shared.resolve("run");
    TreeMap<String, List<Integer>> seen = new TreeMap<>();
    seen.put("open_drawer", List.of(0));
    seen.put("push_buttons", List.of(0));
    EpisodePlan plan = new EpisodePlan(seen, new TreeMap<>(), 1, 0, 1, 3);
    try (Bars bars = new Bars()) {
      DemonstrationMaker.make(data, "test", plan, bars);
    }
    CommandLine line = Main.commandLine();
    assertEquals(
        0,
        line.execute(
            "train", "execution", "--profile", "sample", "--data", "" + data, "--run", "" + run));
  }

  @BeforeEach
  void name() {
    record = folder.resolve("records").resolve("e.json");
  }

  private int evaluate(String kind, Path run, String... more) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] command = {
      "evaluate", kind, "--run", "" + run, "--data", "" + data, "--out", "" + record
    };
    return line.execute(Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private static List<String> arms(List<Metric> metrics) {
    return metrics.stream().map(Metric::arm).distinct().toList();
  }

  @Test
  void imitationIsRecordedBesideItsReferences() throws Exception {
    assertEquals(0, evaluate("imitation", run), err.toString());
    Result result = Result.read(record);
    assertEquals("imitation", result.kind());
    assertEquals(DemonstrationSet.open(data).checksum(), result.data());
    assertEquals(List.of("told nothing", "keeps still"), arms(result.references()));
    assertEquals(2, result.find("baseline", "cm", Metric.ALL).orElseThrow().n());
    assertEquals(1, result.find("told nothing", "cm", "open_drawer").orElseThrow().n());
    double still = result.find("keeps still", "cm", "phase reach").orElseThrow().value();
    assertTrue(still > 6, still + " cm"); // an unlike place is what reaching means
    int keyframes =
        DemonstrationSet.open(data).readSteps(Split.TEST_SEEN).stream()
            .mapToInt(episode -> episode.steps().size())
            .sum();
    assertEquals(keyframes + 1, Files.readAllLines(record.resolveSibling("e.csv")).size());
    String row =
        out.toString().lines().filter(it -> it.startsWith("keeps still")).findFirst().orElseThrow();
    double all = result.find("keeps still", "cm", Metric.ALL).orElseThrow().value();
    assertTrue(
        row.contains(String.format(Locale.ROOT, " %.1f (", all)),
        row); // centimetres are no percentage
  }

  @Test
  void controlIsRecordedBesideItsReferencesAndKept() throws Exception {
    Path saved = folder.resolve("saved");
    assertEquals(0, evaluate("control", run, "--save", "" + saved), err.toString());
    Result result = Result.read(record);
    assertEquals("control", result.kind());
    assertEquals(
        List.of("expert", "nearest demonstration", "told nothing", "random keyframes"),
        arms(result.references()));
    assertEquals(1, result.find("expert", "success", Metric.ALL).orElseThrow().value());
    assertEquals(2, result.find("baseline", "success", Metric.ALL).orElseThrow().n());

    List<String> rows = Files.readAllLines(record.resolveSibling("e.csv"));
    List<Episode> kept = DemonstrationSet.open(saved).read(Split.TEST_SEEN);
    assertEquals(kept.size() + 1, rows.size());
    for (int i = 0; i < kept.size(); i++) {
      Episode episode = kept.get(i);
      assertEquals(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%d",
              episode.task(),
              episode.variation(),
              episode.seed(),
              episode.outcome().name().toLowerCase(Locale.ROOT),
              episode.steps().size()),
          rows.get(i + 1));
    }

    // Without keeping, all is the same; and what is kept stays.
    assertEquals(0, evaluate("control", run), err.toString());
    assertEquals(result, Result.read(record));
    assertEquals(0, evaluate("control", run, "--save", "" + saved), err.toString());
    assertEquals(result, Result.read(record));
  }

  @Test
  void aSplitThatHasNoEpisodesIsNamed() {
    assertEquals(1, evaluate("control", run, "--split", "validation"));
    assertTrue(err.toString().contains(data + " has no episodes of validation"), err.toString());
    assertEquals(1, evaluate("imitation", run, "--split", "test-unseen"));
    assertTrue(err.toString().contains("choose another --split"), err.toString());
    assertEquals(2, evaluate("imitation", run, "--split", "exam"));
    assertTrue(err.toString().contains("there is no split 'exam'; the splits"), err.toString());
  }

  @Test
  void aRunOfTheOtherEncoderOrOfNoneIsNamed() throws Exception {
    assertEquals(1, evaluate("recognition", run));
    assertTrue(
        err.toString().contains(run + " trained execution, and this needs a run of"),
        err.toString());
    assertEquals(1, evaluate("imitation", folder));
    assertTrue(
        err.toString().contains(folder + " holds no training that has ended"), err.toString());
  }

  @Test
  void aModelThatIsDamagedIsNamed() throws Exception {
    Path damaged = folder.resolve("run");
    Files.createDirectories(damaged.resolve("model"));
    for (String file : List.of("run.json", "model/model.json")) {
      Files.copy(run.resolve(file), damaged.resolve(file));
    }
    Path weights = damaged.resolve("model/weights.safetensors");
    Files.writeString(weights, "foreign");
    assertEquals(1, evaluate("imitation", damaged));
    assertTrue(err.toString().contains(weights.toString()), err.toString());
    Files.delete(weights);
    assertEquals(1, evaluate("control", damaged));
    assertTrue(err.toString().contains(weights.toString()), err.toString());
  }
}
