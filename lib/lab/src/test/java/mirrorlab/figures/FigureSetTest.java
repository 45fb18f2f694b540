package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureSetTest {
  @TempDir Path folder;

  private void control(String arm, int successes) throws IOException {
    StringBuilder rows = new StringBuilder("task,variation,seed,outcome,keyframes\n");
    for (int i = 0; i < 20; i++) {
      rows.append(String.format(Locale.ROOT, "%s,0,%d,", i % 2 == 0 ? "jar" : "tap", i));
      rows.append(i < successes ? "success,6\n" : "timeout,25\n");
    }
    Path seed = Files.createDirectories(folder.resolve("seed-0"));
    Files.writeString(
        seed.resolve(String.format(Locale.ROOT, "control-%s-test-seen.csv", arm)), rows);
  }

  private void validation(String arm, int step, double success) throws IOException {
    Metric metric =
        Metric.of(arm, "success", Metric.ALL, new Interval(success, success - .1, .9, 40));
    Path seed = Files.createDirectories(folder.resolve("seed-0"));
    Result.of("control", "r", arm, 0, "full", "x", "validation", List.of(metric), List.of())
        .write(
            seed.resolve(
                String.format(Locale.ROOT, "control-%s-step-%d-validation.json", arm, step)));
  }

  @Test
  void everyArmIsComparedWithTheBaselineAndAlignedWithItsControls() throws Exception {
    for (String arm : List.of("baseline", "aligned", "random-code", "baseline-placebo")) {
      control(arm, arm.length());
    }
    validation("aligned", 3000, .4); // is no arm of its own
    List<Comparison> all = Arms.compare(List.of(folder.resolve("seed-0")));
    assertEquals(
        List.of(
            "aligned − baseline",
            "baseline-placebo − baseline",
            "random-code − baseline",
            "aligned − random-code"),
        all.stream().map(Comparison::contrast).toList());
    assertEquals((7 - 11) / 20.0, all.get(3).difference().value(), 1e-12);
  }

  @Test
  void allPicturesAndTablesAreWritten() throws Exception {
    for (String arm : List.of("baseline", "aligned", "random-code")) {
      control(arm, arm.length());
    }
    validation("baseline", 3000, .4);
    validation("baseline", 18000, .7);
    Path to = folder.resolve("figures");
    List<String> written = FigureSet.write(folder, to);
    assertEquals(
        List.of(
            "seed-0-learning",
            "main",
            "ablations",
            "arms-control",
            "differences-control-test-seen",
            "differences-control-test-seen-over-random-code"),
        written);
    assertTrue(Files.exists(to.resolve("arms-control.png")));
    assertEquals(4, Files.readAllLines(to.resolve("main.csv")).size());
    List<String> ablations = Files.readAllLines(to.resolve("ablations.md"));
    assertTrue(ablations.get(2).startsWith("| aligned | – | – | 35.0 | -5.0 ["), ablations.get(2));
    assertTrue(ablations.get(2).endsWith("one seed, clustered |"), ablations.get(2));
  }

  @Test
  void aLearningCurveIsInTheOrderOfItsSteps() throws Exception {
    validation("random-code", 3000, .3);
    validation("baseline", 18000, .7);
    validation("baseline", 3000, .4);
    validation("baseline", 9000, .6);
    Map<String, SortedMap<Integer, Interval>> arms = LearningCurves.read(folder.resolve("seed-0"));
    assertEquals(List.of("baseline", "random-code"), List.copyOf(arms.keySet()));
    assertEquals(List.of(3000, 9000, 18000), List.copyOf(arms.get("baseline").keySet()));
    assertEquals(new Interval(.6, .5, .9, 40), arms.get("baseline").get(9000));
    var chart = Figures.learning("Success", arms);
    assertEquals(
        List.of(.4, .6, .7),
        Arrays.stream(chart.getSeriesMap().get("baseline").getYData()).boxed().toList());
  }

  @Test
  void aStepsRecordWithoutSuccessIsNamed() throws Exception {
    Path seed = Files.createDirectories(folder.resolve("seed-0"));
    Path file = seed.resolve("control-aligned-step-3000-validation.json");
    Result.of("control", "r", "aligned", 0, "full", "x", "validation", List.of(), List.of())
        .write(file);
    String message = assertThrows(IOException.class, () -> LearningCurves.read(seed)).getMessage();
    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void aFolderWithoutRecordsIsRefused() throws Exception {
    Files.createDirectories(folder.resolve("seed-0"));
    assertThrows(IOException.class, () -> FigureSet.write(folder, folder.resolve("figures")));
    assertFalse(Files.exists(folder.resolve("figures")));
  }

  @Test
  void pointsHaveASignAndATrueMinus() {
    assertEquals("+0.8", ChartTheme.points(0.0083, 1));
    assertEquals("−3.0", ChartTheme.points(-0.03, 1));
    assertEquals("0", ChartTheme.points(-0.0001, 1));
    assertEquals("+0.25", ChartTheme.points(0.0025, 2));
  }

  @Test
  void ticksHaveTheDecimalsOfTheirDistance() {
    assertEquals("+2", ForestChart.Unit.DIFFERENCE.tick(.02, .02));
    assertEquals("−7.5", ForestChart.Unit.DIFFERENCE.tick(-.075, .025));
    assertEquals("+5.0", ForestChart.Unit.DIFFERENCE.tick(.05, .025));
    assertEquals("+0.25", ForestChart.Unit.DIFFERENCE.tick(.0025, .0025));
  }
}
