package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import mirrorlab.world.View;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemonstrationMakerTest {
  private static final int KILLS = "all".equals(System.getProperty("mirrorlab.tests")) ? 20 : 4;

  @TempDir private static Path shared;
  private static Path whole;

  @TempDir private Path folder;

  @BeforeAll
  static void make() throws Exception {
    whole = shared.resolve("whole");
    Sets.make(whole);
  }

  @Test
  void whatIsReadIsWhatWasDone() throws Exception {
    DemonstrationSet set = DemonstrationSet.open(whole);
    for (Split split : Split.values()) {
      List<Episode> read = set.read(split);
      List<EpisodePlan.Entry> planned = Sets.plan(7).entries(split);
      assertEquals(planned.size(), read.size());
      for (int i = 0; i < read.size(); i++) {
        assertSame(Demonstrations.make(planned.get(i)), read.get(i));
      }
    }
  }

  private static void assertSame(Episode a, Episode b) {
    assertEquals(a.task(), b.task());
    assertEquals(a.variation(), b.variation());
    assertEquals(a.instructions(), b.instructions());
    assertEquals(a.seed(), b.seed());
    assertEquals(a.outcome(), b.outcome());
    assertEquals(a.seconds(), b.seconds());
    assertEquals(a.video().size(), b.video().size());
    for (int t = 0; t < a.video().size(); t++) {
      assertArrayEquals(a.video().get(t).rgb(), b.video().get(t).rgb());
    }
    assertEquals(a.steps().size(), b.steps().size());
    for (int k = 0; k < a.steps().size(); k++) {
      assertSame(a.steps().get(k), b.steps().get(k));
    }
  }

  private static void assertSame(Step a, Step b) {
    assertEquals(a.action(), b.action());
    assertEquals(a.seconds(), b.seconds());
    assertEquals(a.observation().proprioception(), b.observation().proprioception());
    for (int c = 0; c < a.observation().views().size(); c++) {
      View x = a.observation().views().get(c);
      View y = b.observation().views().get(c);
      assertEquals(x.camera(), y.camera());
      assertArrayEquals(x.image().rgb(), y.image().rgb());
      assertArrayEquals(x.depth(), y.depth());
      assertEquals(x.projection().focal(), y.projection().focal());
      assertArrayEquals(x.projection().position(), y.projection().position());
      assertArrayEquals(x.projection().rotation(), y.projection().rotation());
    }
  }

  @Test
  void aFinishedSetIsNotMadeAgain() throws Exception {
    List<String> before = Sets.digests(whole);
    DemonstrationMaker.make(
        whole,
        Sets.PROFILE,
        Sets.plan(7),
        new DemonstrationMaker.Listener() {
          @Override
          public void begin(String what, int total, int done) {
            throw new AssertionError("making " + what);
          }

          @Override
          public void step() {}
        });
    assertEquals(before, Sets.digests(whole));
  }

  @Test
  void anotherSetIsNotOverwritten() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> DemonstrationMaker.make(whole, Sets.PROFILE, Sets.plan(8), Sets.QUIET))
            .getMessage();
    assertTrue(message.contains("holds another set (profile test, seed 7)"), message);
  }

  @Test
  void aFolderOfSomethingElseIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThrows(
        IllegalArgumentException.class,
        () -> DemonstrationMaker.make(folder, Sets.PROFILE, Sets.plan(7), Sets.QUIET));
    assertEquals(1, Sets.digests(folder).size());
  }

  @Test
  void killedInTheFirstOrTheLastMomentItGoesOn() throws Exception {
    Files.writeString(folder.resolve("splits.json.part"), "{\"prof");
    Sets.make(folder);
    assertEquals(Sets.digests(whole), Sets.digests(folder));
    Path left = Files.createDirectories(folder.resolve("making")).resolve("000001.json");
    Files.writeString(left, "{}");
    assertEquals(List.of(), DemonstrationCheck.problems(folder, 0, done -> {}));
    Sets.make(folder);
    assertFalse(Files.exists(left));
  }

  @Test
  void aSetThatIsNotFinishedIsNotOpened() throws IOException {
    Files.copy(whole.resolve("splits.json"), folder.resolve("splits.json"));
    String message =
        assertThrows(IOException.class, () -> DemonstrationSet.open(folder)).getMessage();
    assertTrue(message.contains("is not finished"), message);
  }

  @Test
  void killedAtAnyMomentItGoesOnToTheSameBytes() throws Exception {
    Path set = folder.resolve("set");
    SplittableRandom random = new SplittableRandom(3);
    int kills = 0;
    for (int i = 0; i < KILLS; i++) {
      Process child = start(set);
      if (!child.waitFor(200 + random.nextInt(2500), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor(); // SIGKILL
        kills++;
      }
      if (Files.exists(set.resolve("checksums.json"))) {
        assertEquals(Sets.digests(whole), Sets.digests(set));
        try (var tree = Files.walk(set)) {
          tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
      }
    }
    assertTrue(kills > 0, "no child was killed in time");
    Process last = start(set);
    assertTrue(last.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, last.exitValue());
    assertEquals(Sets.digests(whole), Sets.digests(set));
    assertFalse(Files.exists(set.resolve("making")));
  }

  private static Process start(Path set) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String name : List.of("mirrorlab.mujoco", "jna.tmpdir")) {
      if (System.getProperty(name) != null) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            DemonstrationMakerTest.class.getName(),
            set.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Makes the set of the test in the given folder. */
  public static void main(String[] arguments) throws Exception {
    Sets.make(Path.of(arguments[0]));
  }
}
