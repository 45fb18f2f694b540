package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path folder;

  private void write(String name, String... rows) throws Exception {
    Files.writeString(folder.resolve(name), String.join("\n", rows) + "\n");
  }

  @Test
  void eachEpisodeIsComparedWithItselfAndEachTaskCountsTheSame() throws Exception {
    String head = "task,variation,seed,outcome,keyframes";
    write(
        "control-baseline-test-seen.csv",
        head,
        "jar,0,1,success,6",
        "jar,1,2,timeout,25",
        "jar,1,3,timeout,25",
        "tap,0,4,success,4");
    write(
        "control-aligned-test-seen.csv",
        head,
        "jar,0,1,success,6",
        "jar,1,2,success,6",
        "jar,1,3,missed_grasp,6",
        "tap,0,4,unreachable,1");
    List<Comparison> all = Comparison.read(List.of(folder), "baseline", "aligned");
    assertEquals(1, all.size());
    Comparison it = all.get(0);
    assertEquals((1 / 3.0 + 1) / 2, it.baseline(), 1e-12);
    assertEquals((2 / 3.0 + 0) / 2, it.other(), 1e-12);
    assertEquals((1 / 3.0 - 1) / 2, it.difference().value(), 1e-12);
    assertEquals(1 / 3.0, it.byTask().get("jar").value(), 1e-12);
    assertEquals(4, it.difference().n());
    String table = Markdown.of(Comparison.table(all, "baseline", "aligned"));
    assertTrue(table.contains("| control (success) | test-seen | 66.7 | 33.3 | -33.3 ["), table);
  }

  @Test
  void ofAnEpisodesKeyframesTheShareCounts() throws Exception {
    String head =
        "episode,keyframe,task,variation,seed,phase,cm,cm_over_table,degrees,turns,gripper,"
            + "collisions";
    String near = "0,0,jar,0,1,reach,0.900,0.1,1.0,false,true,true";
    String far = "0,1,jar,0,1,near,1.100,0.1,1.0,false,true,true";
    write("imitation-baseline-test-seen.csv", head, near, far);
    write("imitation-aligned-test-seen.csv", head, near, near);
    Comparison it = Comparison.read(List.of(folder), "baseline", "aligned").get(0);
    assertEquals(0.5, it.baseline(), 1e-12);
    assertEquals(0.5, it.difference().value(), 1e-12);
  }
}
