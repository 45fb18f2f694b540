package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mirrorlab.alignment.AlignmentSettings;
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
          4,
          4,
          0,
          3,
          3,
          3,
          List.of(2L),
          1);

  @TempDir Path folder;

  private List<String> run() throws Exception {
    List<String> log = Collections.synchronizedList(new ArrayList<>());
    Path out = folder.resolve("out");
    new Reproduction(TINY, out, out.resolve("data"), Optional.empty(), log::add).run(List.of(0L));
    return log;
  }

  @Test
  void anotherProfilesSetIsNotTakenForItsOwn() {
    Path sample = Path.of(System.getProperty("mirrorlab.root"), "data", "demos", "sample");
    Path out = folder.resolve("out");
    String message =
        assertThrows(
                IOException.class,
                () ->
                    new Reproduction(TINY, out, sample, Optional.empty(), line -> {})
                        .run(List.of(0L)))
            .getMessage();
    assertEquals(
        sample
            + " holds another set (profile sample, seed 0) than that of the profile tiny; choose"
            + " another folder, or delete it",
        message);
    assertFalse(Files.exists(out.resolve("seed-0")));
  }

  @Test
  void everythingIsThereOnceAndNotDoneTwice() throws Exception {
    List<String> log = run();
    Path seed = folder.resolve("out/seed-0");
    for (String record :
        List.of(
            "alignment-check",
            "recognition-test-seen",
            "imitation-baseline-test-seen",
            "control-baseline-test-seen",
            "probe-test-seen",
            "recognition-baseline-test-seen",
            "control-aligned-test-seen",
            "watch-then-do-aligned-test-seen",
            "control-random-code-test-seen")) {
      assertTrue(Files.exists(seed.resolve(record + ".json")), record);
    }
    assertTrue(Files.exists(seed.resolve("losses-baseline.csv")));
    assertTrue(Files.exists(seed.resolve("losses-aligned.csv")));
    Result aligned = Result.read(seed.resolve("control-aligned-test-seen.json"));
    assertEquals("aligned", aligned.arm());
    assertEquals("instruction", aligned.pairing());
    assertEquals(0.5, aligned.lambda());
    assertEquals("none", Result.read(seed.resolve("control-baseline-test-seen.json")).pairing());
    assertEquals(
        "random-code", Result.read(seed.resolve("control-random-code-test-seen.json")).arm());
    assertTrue(
        Result.read(seed.resolve("probe-test-seen.json"))
            .find("E without instruction", "recall@1", "all")
            .isPresent());
    assertEquals(2, RunRecord.of(seed.resolve("aligned/steps/2")).steps());
    String check = AlignmentCheck.line(Result.read(seed.resolve("alignment-check.json")));
    assertTrue(check.startsWith("aligned: ") && check.contains("the alignment did"), check);
    assertEquals("seed 0: " + check, log.get(log.size() - 1));
    assertEquals("all 18 steps are done", log.get(log.size() - 2));
    assertEquals(List.of("all 18 steps are done", "seed 0: " + check), run());

    Files.delete(seed.resolve("control-aligned-test-seen.json"));
    List<String> again = run();
    assertTrue(again.get(0).startsWith("17 of 18 steps are done"), again.get(0));
    assertTrue(again.get(0).endsWith("now seed 0: control-aligned, test-seen"), again.get(0));

    List<String> figures = FigureSet.write(folder.resolve("out"), folder.resolve("figures"));
    assertTrue(figures.containsAll(List.of("main", "ablations", "seed-0-probe-test-seen")));
    assertTrue(Files.readString(folder.resolve("figures/main.md")).contains("control (success)"));
  }

  @Test
  void anArmDiffersFromTheAlignedOneInOneFactor() {
    AlignmentSettings aligned = AlignmentSettings.DEFAULT;
    Map<String, AlignmentSettings> arms = Reproduction.arms(13);
    assertEquals(13, arms.size());
    assertEquals(
        List.of("random-code", "deranged", "text", "no-instruction", "placebo"),
        List.copyOf(arms.keySet()).subList(0, 5));
    assertEquals(aligned.with(it -> it.pairing = Pairing.TASK), arms.get("pairing-task"));
    assertEquals(0.02, arms.get("tau-0.02").temperature());
    assertEquals(1, arms.get("lambda-1.0").alignmentWeight());
    assertEquals(aligned.baseline().with(it -> it.placebo = true), arms.remove("placebo"));
    for (AlignmentSettings arm : arms.values()) {
      int differing = 0;
      differing += arm.pairing() == aligned.pairing() ? 0 : 1;
      differing += arm.temperature() == aligned.temperature() ? 0 : 1;
      differing += arm.alignmentWeight() == aligned.alignmentWeight() ? 0 : 1;
      differing += arm.partner() == aligned.partner() ? 0 : 1;
      differing += arm.told() == aligned.told() ? 0 : 1;
      differing += arm.memory() == aligned.memory() ? 0 : 1;
      assertEquals(1, differing, arm.toString());
    }
  }
}
