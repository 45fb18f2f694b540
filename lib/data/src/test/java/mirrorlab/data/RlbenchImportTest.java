package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RlbenchImportTest {
  @TempDir private Path folder;

  @Test
  void anImportedEpisodeIsWhatTheFolderHolds() throws Exception {
    Path set = folder.resolve("set");
    DemonstrationMaker.importRlbench(source(), set, DemonstrationMaker.Listener.QUIET);
    assertEquals(List.of(), DemonstrationCheck.problems(set, 10, done -> {}));

    List<Episode> read = DemonstrationSet.open(set).read(Split.TRAIN);
    Episode theirs = RlbenchFolder.read(RlbenchFolder.episodes(source()).get(0));
    assertEquals(1, read.size());
    Episode ours = read.get(0);
    assertEquals(theirs.instructions(), ours.instructions());
    assertEquals(theirs.variation(), ours.variation());
    assertEquals(theirs.steps().size(), ours.steps().size());
    for (int k = 0; k < ours.steps().size(); k++) {
      assertEquals(theirs.steps().get(k).action(), ours.steps().get(k).action());
      for (int c = 0; c < 4; c++) {
        var a = theirs.steps().get(k).observation().views().get(c);
        var b = ours.steps().get(k).observation().views().get(c);
        assertArrayEquals(a.image().rgb(), b.image().rgb());
        assertArrayEquals(a.depth(), b.depth());
        assertArrayEquals(a.projection().rotation(), b.projection().rotation());
      }
    }
  }

  @Test
  void aFolderWithoutEpisodesIsRefused() {
    assertThrows(
        IOException.class,
        () ->
            DemonstrationMaker.importRlbench(
                folder, folder.resolve("set"), DemonstrationMaker.Listener.QUIET));
  }

  /** The episode as it is, and a second one with other words. */
  private Path twoEpisodes() throws Exception {
    Path episodes = folder.resolve("source/push_buttons/all_variations/episodes");
    RlbenchFolderTest.copy(source(), folder.resolve("source/push_buttons"));
    RlbenchFolderTest.copy(episodes.resolve("episode3"), episodes.resolve("episode4"));
    instruct(episodes.resolve("episode4"), "push");
    return folder.resolve("source");
  }

  private static void instruct(Path episode, String words) throws IOException {
    Files.writeString(episode.resolve("variation_descriptions.pkl"), "(V" + words + "\nl.");
  }

  private static String refusal(Path source, Path set) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> DemonstrationMaker.importRlbench(source, set, DemonstrationMaker.Listener.QUIET))
        .getMessage();
  }

  @Test
  void aFinishedSetKnowsItsSource() throws Exception {
    Path source = twoEpisodes();
    Path set = folder.resolve("set");
    DemonstrationMaker.importRlbench(source, set, DemonstrationMaker.Listener.QUIET);
    List<String> before = Sets.digests(set);
    assertTrue(before.toString().contains("source.json"), before.toString());
    DemonstrationMaker.importRlbench(
        source, set, DemonstrationMaker.Listener.QUIET); // the same: nothing is done
    Path second = source.resolve("push_buttons/all_variations/episodes/episode4");
    instruct(second, "pull");
    String message = refusal(source, set);
    assertEquals(
        set
            + " holds episodes of another source: push_buttons/all_variations/episodes/episode4 is"
            + " not the one that was imported; choose another folder, or delete it",
        message);
    instruct(second, "push");
    Files.move(second, second.resolveSibling("episode5"));
    assertTrue(refusal(source, set).contains("another source"), "another episode");
    assertEquals(before, Sets.digests(set));
  }

  @Test
  void aSetWithoutARecordOfItsSourceIsNotGuessedAt() throws Exception {
    Path set = folder.resolve("set");
    DemonstrationMaker.importRlbench(source(), set, DemonstrationMaker.Listener.QUIET);
    Files.delete(set.resolve("source.json"));
    assertTrue(refusal(source(), set).contains("was imported by an older version"));
  }

  @Test
  void anInterruptedImportGoesOnWithItsOwnSourceAlone() throws Exception {
    Path source = twoEpisodes();
    Path second = source.resolve("push_buttons/all_variations/episodes/episode4");
    Path set = folder.resolve("set");
    instruct(second, " "); // stops there
    assertThrows(
        Exception.class,
        () -> DemonstrationMaker.importRlbench(source, set, DemonstrationMaker.Listener.QUIET));
    assertTrue(Files.exists(set.resolve("making/000000.json")));
    instruct(second.resolveSibling("episode3"), "another first one");
    assertTrue(
        refusal(source, set)
            .startsWith(set.toRealPath() + " was begun from another source (see its episode 0"));
    RlbenchFolderTest.copy(source(), folder.resolve("source/push_buttons"));
    instruct(second, "push"); // mended: the same command goes on
    DemonstrationMaker.importRlbench(source, set, DemonstrationMaker.Listener.QUIET);
    assertEquals(List.of(), DemonstrationCheck.problems(set, 0, done -> {}));
  }

  @Test
  void theVideoHasTheSizeThatUReads() throws Exception {
    Episode read = RlbenchFolder.read(RlbenchFolder.episodes(source()).get(0));
    for (Image frame : read.video()) {
      assertEquals(World.VIEW_SIZE, frame.width());
      assertEquals(World.VIEW_SIZE, frame.height());
    }
    Path set = folder.resolve("set");
    DemonstrationMaker.importRlbench(source(), set, DemonstrationMaker.Listener.QUIET);
    String info = Files.readString(set.resolve("keyframes/meta/info.json"));
    assertTrue(info.replaceAll("\\s", "").contains("\"shape\":[16,16,3]"), info);
    info = Files.readString(set.resolve("video/meta/info.json"));
    assertTrue(info.replaceAll("\\s", "").contains("\"shape\":[64,64,3]"), info);
  }

  private static Path source() throws URISyntaxException {
    return Path.of(RlbenchImportTest.class.getResource("rlbench/push_buttons").toURI());
  }
}
