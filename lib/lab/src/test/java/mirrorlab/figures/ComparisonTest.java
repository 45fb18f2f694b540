package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.PairedDifference;
import mirrorlab.metrics.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ComparisonTest {
  private static final String CONTROL = "task,variation,seed,outcome,keyframes";
  private static final String IMITATION =
      "episode,keyframe,task,variation,seed,phase,cm,cm_over_table,degrees,turns,gripper,"
          + "collisions";
  private static final String NEAR = "0,0,jar,0,1,reach,0.900,0.1,1.0,false,true,true";
  private static final String FAR = "0,1,jar,0,1,near,1.100,0.1,1.0,false,true,true";

  @TempDir Path folder;

  private Path write(String name, String... rows) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", rows) + "\n");
  }

  private List<Comparison> read() throws IOException {
    return Comparison.read(List.of(folder), "baseline", "aligned");
  }

  @Test
  void eachEpisodeIsComparedWithItselfAndEachTaskCountsTheSame() throws Exception {
    write(
        "control-baseline-test-seen.csv",
        CONTROL,
        "jar,0,1,success,6",
        "jar,1,2,timeout,25",
        "jar,1,3,timeout,25",
        "tap,0,4,success,4");
    write(
        "control-aligned-test-seen.csv", // in another order
        CONTROL,
        "tap,0,4,unreachable,1",
        "jar,1,3,missed_grasp,6",
        "jar,0,1,success,6",
        "jar,1,2,success,6");
    assertEquals(1, read().size());
    Comparison it = read().get(0);
    assertEquals((1 / 3.0 + 1) / 2, it.referenceScore(), 1e-12);
    assertEquals((2 / 3.0 + 0) / 2, it.armScore(), 1e-12);
    assertEquals((1 / 3.0 - 1) / 2, it.difference().value(), 1e-12);
    assertEquals(1 / 3.0, it.byTask().get("jar").value(), 1e-12);
    assertEquals(2, it.difference().n(), "by task");
  }

  @Test
  void ofAnEpisodesKeyframesTheShareCounts() throws Exception {
    write("imitation-baseline-test-seen.csv", IMITATION, NEAR, FAR);
    write("imitation-aligned-test-seen.csv", IMITATION, NEAR, FAR.replace("1.100", "0.5"));
    Comparison it = read().get(0);
    assertEquals(0.5, it.referenceScore(), 1e-12);
    assertEquals(0.5, it.difference().value(), 1e-12);
  }

  @Test
  void unseenInstructionsAreTheClusters() throws Exception {
    String[] rows = {CONTROL, "jar,0,1,timeout,6", "jar,1,2,timeout,6", "jar,1,3,timeout,6"};
    write("control-baseline-test-unseen.csv", rows);
    rows[2] = "jar,1,2,success,6";
    write("control-aligned-test-unseen.csv", rows);
    assertEquals(2, read().get(0).difference().n());
  }

  /** Two tasks of 1,000 episodes each, of which the given share succeeds. */
  private void seed(int seed, String arm, double share) throws IOException {
    List<String> rows = new ArrayList<>(List.of(CONTROL));
    for (int i = 0; i < 2000; i++) {
      boolean success = i % 1000 < 1000 * share;
      rows.add(
          String.format(
              Locale.ROOT,
              "%s,0,%d,%s,6",
              i < 1000 ? "jar" : "tap",
              i,
              success ? "success" : "other"));
    }
    write(
        String.format(Locale.ROOT, "seed-%d/control-%s-test-seen.csv", seed, arm),
        rows.toArray(String[]::new));
  }

  private List<Comparison> seeds(int n) throws IOException {
    List<Path> seeds = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      seeds.add(folder.resolve("seed-" + i));
    }
    return Comparison.read(seeds, "baseline", "aligned");
  }

  @Test
  void theTableNamesEachInterval() throws Exception {
    double[] aligned = {.62, .66, .67};
    for (int i = 0; i < aligned.length; i++) {
      seed(i, "baseline", .6);
      seed(i, "aligned", aligned[i]);
    }
    // 2, 6 and 7 points: 5 ± 4.302653 · √7 / √3, and 3.2640 · √7 can be detected.
    String table = Markdown.of(Comparison.table(seeds(3)));
    String[] lines = table.split("\n");
    assertEquals(
        "| measured | split | contrast | seeds | reference, % | arm, % | difference, points "
            + "| 95 % over seeds (t) | 95 % these models, clustered | 95 % hierarchical "
            + "| detectable over seeds, points | verdict |",
        lines[0]);
    assertTrue(
        lines[2].startsWith(
            "| control (success) | test-seen | aligned − baseline | 3 | 60.0 | 65.0 | +5.0 "
                + "| [-1.6, +11.6] | ["),
        lines[2]);
    assertTrue(lines[2].endsWith(" | 8.6 | cannot tell |"), lines[2]);
  }

  @Test
  void oneSeedIsJudgedByItsClustersAndSaysSo() throws Exception {
    seed(0, "baseline", .6);
    seed(0, "aligned", .65);
    Comparison it = seeds(1).get(0);
    assertEquals(it.paired().clustered(), it.difference());
    assertEquals(Verdict.HIGHER, it.verdict());
    Table table = Comparison.table(List.of(it));
    assertEquals("–", table.stringColumn("95 % over seeds (t)").get(0));
    assertEquals("–", table.stringColumn("detectable over seeds, points").get(0));
    assertEquals("higher (one seed)", table.stringColumn("verdict").get(0));
    assertEquals("one seed, clustered", it.interval());
  }

  @Test
  void aSeedThatLacksAnArmDoesNotCount() throws Exception {
    seed(0, "baseline", .6);
    seed(0, "aligned", .65);
    seed(1, "baseline", .6);
    assertEquals(1, seeds(2).get(0).seeds());
  }

  @Test
  void theMarginIsWiderForUnseenInstructions() throws Exception {
    Comparison it = of(new Interval(0, -.02, .02, 3), "test-unseen");
    assertEquals(Verdict.EQUIVALENT, it.verdict());
    assertEquals(Verdict.CANNOT_TELL, of(it.difference(), "test-seen").verdict());
  }

  private static Comparison of(Interval clustered, String split) {
    var paired =
        new PairedDifference(0, List.of(0.0), Optional.empty(), clustered, Optional.empty());
    return new Comparison("control", split, "a", "b", 0, 0, paired, Map.of());
  }

  private void refuses(String... parts) {
    String message = assertThrows(IOException.class, this::read).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void anEpisodeThatOneArmLacksIsNamed() throws Exception {
    String[] all = {CONTROL, "jar,0,1,success,6", "jar,1,2,success,6"};
    String[] fewer = {CONTROL, "jar,0,1,success,6"};
    write("control-baseline-test-seen.csv", all);
    write("control-aligned-test-seen.csv", fewer);
    refuses("control-aligned-test-seen.csv has no row of jar, variation 1, seed 2");
    write("control-baseline-test-seen.csv", fewer);
    write("control-aligned-test-seen.csv", all);
    refuses("control-baseline-test-seen.csv has no row of jar, variation 1, seed 2");
  }

  @Test
  void aKeyframeThatOneArmLacksIsNamed() throws Exception {
    write("imitation-baseline-test-seen.csv", IMITATION, NEAR, FAR);
    write("imitation-aligned-test-seen.csv", IMITATION, NEAR);
    refuses("imitation-aligned-test-seen.csv has no row of jar", "seed 1, keyframe 1");
  }

  @Test
  void damagedRecordsAreNamed() throws Exception {
    write("control-baseline-test-seen.csv", CONTROL, "jar,0,1,success,6");
    Path aligned = write("control-aligned-test-seen.csv", CONTROL, "jar,0,1,success,6");
    assertEquals(1, read().size());
    Files.writeString(aligned, CONTROL + "\njar,0,1,success,6\njar,0,1,timeout,6\n");
    refuses(aligned.toString(), "jar, variation 0, seed 1 twice");
    Files.writeString(aligned, CONTROL + "\njar,0,1,,6\n");
    refuses(aligned.toString(), "row 1 has no outcome");
    Files.writeString(aligned, CONTROL + "\njar,0\n");
    refuses(aligned.toString());
    Files.writeString(aligned, "task,variation,seed\njar,0,1\n");
    refuses(aligned.toString(), "outcome");
    Files.writeString(aligned, CONTROL + "\n");
    refuses(aligned.toString(), "no rows");
    Files.writeString(aligned, "");
    refuses(aligned.toString());
  }

  @Test
  void aDistanceThatIsNoNumberIsRefused() throws Exception {
    write("imitation-baseline-test-seen.csv", IMITATION, NEAR);
    write("imitation-aligned-test-seen.csv", IMITATION, NEAR.replace("0.900", "far"));
    refuses("imitation-aligned-test-seen.csv is no record of imitation", "far");
  }
}
