package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {
  private static final String SAMPLE =
      Path.of(System.getProperty("mirrorlab.root"), "data", "demos", "sample").toString();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void infoCountsEpisodesAndInstructions() {
    assertEquals(0, run("data", "info", SAMPLE));
    assertTrue(out.toString().contains("profile sample, seed 0"), out.toString());
    assertTrue(out.toString().matches("(?s).*train +36 episodes.*"), out.toString());
    assertTrue(
        out.toString().matches("(?s).*stack_blocks +48 instructions seen, 12 unseen.*"),
        out.toString());
  }

  @Test
  void infoReadsALeRobotSetToo() {
    assertEquals(0, run("data", "info", SAMPLE + "/video"));
    assertTrue(out.toString().contains("a LeRobot set of 36 episodes"), out.toString());
  }

  @Test
  void verifySaysThatAWholeSetIsWhole() {
    assertEquals(0, run("data", "verify", SAMPLE, "--replays", "2"));
    assertTrue(out.toString().contains("sample is whole"), out.toString());
  }

  @Test
  void verifyNamesWhatIsWrongAndFails() throws Exception {
    Files.writeString(folder.resolve("splits.json"), "{}");
    assertEquals(1, run("data", "verify", folder.toString()));
    assertTrue(out.toString().contains("is not finished"), out.toString());
    assertTrue(out.toString().endsWith("problems: 1\n"), out.toString());
  }

  @Test
  void anUnknownProfileIsRefusedWithThoseThereAre() {
    assertEquals(1, run("data", "make", "--profile", "huge", "-o", folder + "/set"));
    assertTrue(err.toString().contains("quickstart, sample, quick, full"), err.toString());
  }

  @Test
  void infoSaysWhatAFolderThatIsNoneIs() throws Exception {
    Path missing = folder.resolve("missing");
    assertEquals(1, run("data", "info", missing.toString()));
    assertEquals(
        "mirrorlab: " + missing + " does not exist; name the folder of a set\n", err.toString());
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(1, run("data", "info", file.toString()));
    assertTrue(err.toString().endsWith(" is a file; name the folder of a set\n"), err.toString());
  }

  @Test
  void infoSaysWhatALeRobotSetLacks() throws Exception {
    Files.createDirectories(folder.resolve("meta"));
    for (String name : new String[] {"info.json", "tasks.parquet"}) {
      Files.copy(Path.of(SAMPLE, "video", "meta", name), folder.resolve("meta").resolve(name));
    }
    Path episodes = folder.resolve("meta/episodes");
    assertEquals(1, run("data", "info", folder.toString()));
    assertEquals(
        "mirrorlab: " + episodes + " is missing; copy or download all of the set\n",
        err.toString());
  }

  private int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
