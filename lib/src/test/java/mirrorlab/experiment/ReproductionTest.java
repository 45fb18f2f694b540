package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import mirrorlab.alignment.JointTraining;
import mirrorlab.alignment.Pairing;
import mirrorlab.evaluation.Result;
import mirrorlab.figures.FigureSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final Profile TINY =
      new Profile(
          "tiny",
          Map.of("close_jar", List.of(0, 3), "turn_tap", List.of(0, 1)),
          6,
          0,
          4,
          3,
          3,
          3,
          1);

  @TempDir Path folder;

  private List<String> run() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Path out = folder.resolve("out");
    new Reproduction(TINY, out, out.resolve("data"), log::add).run(List.of(0L));
    return log;
  }

  @Test
  void everythingIsThereOnceAndNotDoneTwice() throws Exception {
    List<String> log = run();
    Path seed = folder.resolve("out/seed-0");
    for (String record :
        List.of(
            "recognition-test-seen",
            "imitation-test-seen",
            "control-test-seen",
            "probe-test-seen",
            "recognition-baseline-test-seen",
            "control-aligned-test-seen",
            "watch-then-do-aligned-test-seen",
            "control-pairing-episode-test-seen")) {
      assertTrue(Files.exists(seed.resolve(record + ".json")), record);
    }
    Result aligned = Result.read(seed.resolve("control-aligned-test-seen.json"));
    assertEquals("aligned", aligned.arm());
    assertEquals("instruction", aligned.pairing());
    assertEquals(0.5, aligned.lambda());
    assertEquals("none", Result.read(seed.resolve("control-baseline-test-seen.json")).pairing());
    assertTrue(
        Result.read(seed.resolve("probe-test-seen.json"))
            .find("E without instruction", "recall@1", "all")
            .isPresent());
    assertEquals("all 20 steps are done", log.get(log.size() - 1));
    assertEquals(List.of("all 20 steps are done"), run());

    Files.delete(seed.resolve("control-aligned-test-seen.json"));
    List<String> again = run();
    assertTrue(again.get(0).startsWith("19 of 20 steps are done"), again.get(0));
    assertTrue(again.get(0).endsWith("now seed 0: control-aligned, test-seen"), again.get(0));

    List<String> figures = FigureSet.write(folder.resolve("out"), folder.resolve("figures"));
    assertTrue(figures.containsAll(List.of("main", "ablations", "seed-0-probe-test-seen")));
    assertTrue(Files.readString(folder.resolve("figures/main.md")).contains("control (success)"));
  }

  @Test
  void anAblationDiffersFromThePaperInOneFactor() {
    JointTraining.Settings paper = JointTraining.Settings.PAPER;
    Map<String, JointTraining.Settings> cells = Reproduction.cells(7);
    assertEquals(7, cells.size());
    assertEquals(paper.with(Pairing.TASK), cells.get("pairing-task"));
    assertEquals(0.02, cells.get("tau-0.02").temperature());
    assertEquals(1, cells.get("lambda-1.0").alignmentWeight());
    for (JointTraining.Settings cell : cells.values()) {
      int differing = 0;
      differing += cell.pairing() == paper.pairing() ? 0 : 1;
      differing += cell.temperature() == paper.temperature() ? 0 : 1;
      differing += cell.alignmentWeight() == paper.alignmentWeight() ? 0 : 1;
      assertEquals(1, differing, cell.toString());
    }
  }
}
