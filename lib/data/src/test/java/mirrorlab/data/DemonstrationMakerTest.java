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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
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
                () ->
                    DemonstrationMaker.make(
                        whole, Sets.PROFILE, Sets.plan(8), DemonstrationMaker.Listener.QUIET))
            .getMessage();
    assertTrue(message.contains("holds another set (profile test, seed 7, 10 episodes)"), message);
  }

  @Test
  void aFolderOfSomethingElseIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "years of work");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            DemonstrationMaker.make(
                folder, Sets.PROFILE, Sets.plan(7), DemonstrationMaker.Listener.QUIET));
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
  void aLinkedFolderHoldsTheSameSet() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    Sets.make(link);
    assertEquals(Sets.digests(whole), Sets.digests(real));
    assertEquals(List.of(), DemonstrationCheck.problems(link, 2, done -> {}));
    assertEquals(6, DemonstrationSet.open(link).read(Split.TRAIN).size());
    Sets.make(link); // it is finished
  }

  @Test
  void checksumsOfNothingAreMadeGood() throws Exception {
    Path set = folder.resolve("set");
    Sets.make(set);
    Files.writeString(set.resolve("checksums.json"), "{\"sha256\": {}}"); // as a link once left it
    String message = assertThrows(IOException.class, () -> DemonstrationSet.open(set)).getMessage();
    assertTrue(message.contains("is not finished"), message);
    Sets.make(set);
    assertEquals(Sets.digests(whole), Sets.digests(set));
  }

  @Test
  void missingStatisticsAreAddedAndChangeNoChecksum() throws Exception {
    Path set = folder.resolve("set");
    Sets.make(set);
    String checksum = DemonstrationSet.open(set).checksum();
    Files.delete(set.resolve("video/meta/stats.json"));
    assertEquals(List.of(), DemonstrationCheck.problems(set, 0, done -> {}));
    Sets.make(set);
    assertEquals(Sets.digests(whole), Sets.digests(set));
    assertEquals(checksum, DemonstrationSet.open(set).checksum());
    Path file = set.resolve("keyframes/meta/stats.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\d\\.\\d+", "7.5"));
    assertEquals(
        List.of(
            file
                + " does not follow from the data; delete it, and the command that made the set"
                + " writes it anew"),
        DemonstrationCheck.problems(set, 0, done -> {}));
  }

  /** A set of which the first episodes are finished. */
  private Path begun() throws Exception {
    Path set = folder.resolve("set");
    Process child = start(set);
    while (!Files.exists(set.resolve("making/000001.json")) && child.isAlive()) {
      Thread.sleep(5);
    }
    child.destroyForcibly().waitFor();
    return set;
  }

  @Test
  void anEpisodeOfAnotherVersionIsNotGoneOnWith() throws Exception {
    Path set = begun();
    Path head = set.resolve("making/000001.json");
    String text = Files.readString(head);
    assertTrue(text.contains(CodeVersion.now()), text);
    Files.writeString(head, text.replace(CodeVersion.now(), "0123456789abcdef"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Sets.make(set)).getMessage();
    assertTrue(
        message.startsWith(set.toRealPath() + " was begun by another version of Mirrorlab"),
        message);
    Files.writeString(head, text);
    Sets.make(set);
    assertEquals(Sets.digests(whole), Sets.digests(set));
  }

  @Test
  void aSecondProcessIsRefusedInOneLine() throws Exception {
    Path set = folder.resolve("set");
    Process first = start(set);
    while (!Files.exists(set.resolve("splits.json")) && first.isAlive()) {
      Thread.sleep(5);
    }
    String message = assertThrows(IOException.class, () -> Sets.make(set)).getMessage();
    assertEquals(
        set
            + " is being written by another process; wait until that ends, or choose another folder",
        message);
    first.destroyForcibly().waitFor();
    Sets.make(set);
    assertEquals(Sets.digests(whole), Sets.digests(set));
  }

  @Test
  void aFileIsNoFolderAndAPlanWithoutEpisodesIsNone() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThrows(IOException.class, () -> Sets.make(file));
    EpisodePlan none = new EpisodePlan(new TreeMap<>(), new TreeMap<>(), 1, 1, 1, 0);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    DemonstrationMaker.make(
                        folder.resolve("set"), "test", none, DemonstrationMaker.Listener.QUIET))
            .getMessage();
    assertTrue(message.contains("would hold no episodes"), message);
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
      } else {
        assertEquals(0, child.exitValue());
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
