package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.Probe;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SharedInformation;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.figures.FigureSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against scikit-learn and NumPy ({@code src/test/python/pairs.py}), and on folds. */
class PairsEvaluationTest {
  static final Path GOLDEN = Path.of("src/test/resources/mirrorlab/experiment/pairs");
  private static final String OTHER = "untrained";
  private static final int[] KS = {1, 5, 10};

  private record Golden(
      Map<String, double[]> layers,
      Map<String, Double> validation,
      double[][] recalls,
      double[][] recallsWithinTask) {}

  @TempDir private static Path folder;
  private static Golden golden;
  private static Result result;

  @BeforeAll
  static void measure() throws Exception {
    golden = new Gson().fromJson(Files.readString(GOLDEN.resolve("expected.json")), Golden.class);
    List<Result> results =
        PairsEvaluation.run(
            GOLDEN.resolve("pairs.npz"),
            GOLDEN.resolve("labels.csv"),
            folder.resolve("probe.json"),
            Probe.Settings.DEFAULT.withSteps(60),
            what -> {});
    assertEquals(1, results.size());
    result = results.get(0);
    assertEquals(result, Result.read(folder.resolve("probe-test-seen.json")));
  }

  private static double value(String arm, String name, String by) {
    return metric(arm, name, by).value();
  }

  private static Metric metric(String arm, String name, String by) {
    return result
        .find(arm, name, by)
        .orElseThrow(() -> new AssertionError("no " + name + " of " + arm + " by " + by));
  }

  @Test
  void recallOfTheClosedFormMapsIsThatOfScikitLearn() {
    for (int k = 0; k < KS.length; k++) {
      String name = "recall@" + KS[k];
      List<String> ways = List.of(name + " video→execution", name + " execution→video");
      for (int d = 0; d < 2; d++) {
        double all = value(ProbeStudy.RIDGE, ways.get(d), Metric.ALL);
        assertEquals(golden.recalls[d][k], all, 1e-4, ways.get(d));
        double within = value(ProbeStudy.RIDGE, ways.get(d), SpontaneousAlignment.WITHIN_TASK);
        assertEquals(golden.recallsWithinTask[d][k], within, 1e-4, ways.get(d));
      }
    }
  }

  @Test
  void layersAreChosenOnValidationRows() {
    golden.validation.forEach(
        (name, recall) ->
            assertEquals(
                recall,
                value(
                    PairsFile.EXECUTION,
                    PairsEvaluation.VALIDATION,
                    name.replace("execution ", "")),
                1e-4,
                name));
  }

  @Test
  void layersWithoutMapsAreThoseOfNumpy() {
    golden.layers.forEach(
        (name, scores) -> {
          String arm = name.substring(0, name.indexOf(' ')).replace("execution@", "");
          String by = name.substring(name.indexOf(' ') + 1);
          assertEquals(scores[0], value(arm, LayerAlignment.MUTUAL_KNN, by), 1e-4, name);
          assertEquals(scores[1], value(arm, LayerAlignment.CKA, by), 1e-4, name);
          value(arm, LayerAlignment.CKA + " p" + LayerAlignment.WITHIN, by);
          value(arm, LayerAlignment.CKA + " p" + LayerAlignment.WITHIN_INSTRUCTION, by);
        });
  }

  @Test
  void noiseInPlaceOfExecutionsIsFoundByChance() {
    double chance = value(SpontaneousAlignment.CHANCE, "recall@1", Metric.ALL);
    for (String arm : List.of(OTHER, SpontaneousAlignment.SHUFFLED)) {
      assertTrue(Math.abs(value(arm, "recall@1", Metric.ALL) - chance) < 0.12, arm);
      assertTrue(value(arm, SharedInformation.BOUND, Metric.ALL) < 0.3, arm);
    }
    assertTrue(value(PairsFile.EXECUTION, "recall@1", Metric.ALL) > chance + 0.15);
    assertTrue(value(PairsFile.EXECUTION, SharedInformation.BOUND, Metric.ALL) > 0.3);
    Metric recall = metric(PairsFile.EXECUTION, "recall@1", Metric.ALL);
    assertEquals(50, recall.n());
    assertTrue(recall.low() < recall.value() && recall.value() < recall.high());
  }

  @Test
  void bothArmsCompareSuccessesWithFailures() throws Exception {
    // Every fourth row failed, so that each failure has successes of its task beside it.
    for (String name : List.of("recall@1", "recall@1, " + OTHER)) {
      Metric difference = metric(OutcomeAlignment.DIFFERENCE, name, Metric.ALL);
      assertEquals(
          value(OutcomeAlignment.SUCCESSES, name, Metric.ALL)
              - value(OutcomeAlignment.FAILURES, name, Metric.ALL),
          difference.value(),
          1e-9);
      assertEquals(failures("test-seen"), difference.n());
    }
  }

  private static int failures(String split) throws IOException {
    try (Stream<String> lines = Files.lines(GOLDEN.resolve("labels.csv"))) {
      return (int) lines.filter(line -> line.endsWith(split + ",0")).count();
    }
  }

  @Test
  void eachArmsItemsGiveItsRecall() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("probe-test-seen.csv"));
    assertEquals("task,instruction,episode,arm,direction,hit,hit_within_task,rank", lines.get(0));
    for (String arm : List.of(PairsFile.EXECUTION, ProbeStudy.RIDGE, OTHER)) {
      List<String> rows = lines.stream().filter(line -> line.contains("," + arm + ",")).toList();
      assertEquals(100, rows.size(), arm);
      assertTrue(rows.get(0).startsWith("task 0,\"put \"\"0\"\", gently\",episode 100,"));
      double mean =
          rows.stream()
              .mapToDouble(row -> Double.parseDouble(row.split(",")[6]))
              .average()
              .orElseThrow();
      assertEquals(value(arm, "recall@1", Metric.ALL), mean, 1e-3, arm);
    }
  }

  @Test
  void figuresDrawsTheRecord() throws Exception {
    String name = folder.toRealPath().getFileName().toString();
    List<String> written = FigureSet.write(folder, folder.resolve("figures"));
    assertEquals(
        Stream.of("probe", "directions", "outcomes", "layers-knn", "layers-cka")
            .map(what -> name + "-" + what + "-test-seen")
            .collect(Collectors.toSet()),
        Set.copyOf(written));
  }

  @Test
  void withoutSplitsEachRowIsAskedOnceByMapsThatNeverSawItsInstruction(@TempDir Path other)
      throws Exception {
    // Rows of failed executions show another instruction than their label.
    int n = 120;
    Random random = new Random(4);
    float[][] videos = new float[n][8];
    float[][] executions = new float[n][8];
    StringBuilder csv = new StringBuilder("episode,instruction,task,success,cluster\n");
    for (int i = 0; i < n; i++) {
      int instruction = i / 2 % 12;
      boolean success = i % 2 == 0;
      int shown = success ? instruction : (instruction + 6) % 12;
      for (int d = 0; d < 8; d++) {
        videos[i][d] = (float) (meaning(instruction, d) + 0.2 * random.nextGaussian());
        executions[i][d] = (float) (meaning(shown, d) + 0.2 * random.nextGaussian());
      }
      csv.append(i).append(",i").append(instruction).append(",t,").append(success);
      csv.append(",c").append(i / 24).append('\n');
    }
    Files.writeString(other.resolve("labels.csv"), csv);
    Path pairs = other.resolve("pairs.safetensors");
    PairsFileTest.write(pairs, Map.of("understanding/out", videos, "execution/out", executions));
    Result folds =
        PairsEvaluation.run(
                pairs,
                other.resolve("labels.csv"),
                other.resolve("probe.json"),
                Probe.Settings.DEFAULT.withSteps(30),
                what -> {})
            .get(0);
    assertEquals("test-unseen", folds.split());
    Metric recall = folds.find(PairsFile.EXECUTION, "recall@1", Metric.ALL).orElseThrow();
    assertEquals(n, recall.n());
    List<String> asked =
        Files.readAllLines(other.resolve("probe-test-unseen.csv")).stream()
            .filter(row -> row.contains(",execution,video→execution,"))
            .map(row -> row.split(",")[2])
            .toList();
    assertEquals(
        IntStream.range(0, n).mapToObj(String::valueOf).collect(Collectors.toSet()),
        Set.copyOf(asked));
    assertEquals(n, asked.size());
  }

  private static double meaning(int instruction, int d) {
    return new Random(31L * instruction + d).nextGaussian();
  }
}
