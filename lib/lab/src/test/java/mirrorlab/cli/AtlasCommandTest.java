package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.Trial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code atlas} of the shipped baseline on the shipped sample. */
class AtlasCommandTest {
  private static final Path DATA = Path.of(System.getProperty("mirrorlab.root"), "data");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path page;

  @BeforeEach
  void name() {
    page = folder.resolve("pages").resolve("atlas.html");
  }

  private int atlas(Path from, String... more) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    String[] command = {"atlas", "--from", "" + from, "-o", "" + page};
    return line.execute(Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test
  void aSeedsRunIsShownWithWhatItsPolicyDid() throws Exception {
    Path seed = Files.createDirectories(folder.resolve("seed-3"));
    Path sample = DATA.resolve("demos/sample");
    Files.createSymbolicLink(seed.resolve("baseline"), DATA.resolve("checkpoints/baseline"));
    Files.createSymbolicLink(folder.resolve("data"), sample);
    Files.createSymbolicLink(seed.resolve("rollouts-train"), sample); // as if the policy did it
    List<Episode> episodes = DemonstrationSet.open(sample).read(Split.TRAIN);
    List<Trial> trials = episodes.stream().map(Trial::of).toList();
    Control.items(trials).write(seed.resolve("control-baseline-train.csv"));
    assertEquals(0, atlas(folder), err.toString());
    String html = Files.readString(page);
    assertTrue(out.toString().contains(page + ": 18 episodes"), out.toString());
    assertTrue(
        html.contains("\"name\":\"demonstration\"") && html.contains("\"name\":\"baseline\""));
    assertTrue(html.contains("\"acted\":{\"baseline\":[0,0,0"));
    for (int i = 1; i < 36; i += 2) { // every second one is shown
      assertTrue(html.contains("\"text\":\"" + episodes.get(i).instruction() + "\""));
    }
  }

  @Test
  void aFolderWithoutFinishedRunsIsNamed() {
    assertEquals(
        1, atlas(DATA.resolve("results/full"), "--data", "" + DATA.resolve("demos/sample")));
    assertTrue(
        err.toString().contains("results/full holds no finished run named baseline or aligned"),
        err.toString());
    assertTrue(err.toString().contains("./mirrorlab reproduce"), err.toString());
    assertFalse(Files.exists(page));
  }

  @Test
  void aFolderWithoutDemonstrationsIsNamed() {
    assertEquals(1, atlas(DATA.resolve("checkpoints")));
    assertTrue(
        err.toString()
            .contains("checkpoints has no folder 'data'; name the demonstrations with --data"),
        err.toString());
    assertEquals(2, atlas(DATA.resolve("checkpoints"), "--data", "nowhere"));
    assertTrue(err.toString().contains("'nowhere' is not there"), err.toString());
    assertEquals(2, atlas(folder.resolve("none")));
  }
}
