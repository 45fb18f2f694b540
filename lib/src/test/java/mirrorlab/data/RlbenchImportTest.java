package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RlbenchImportTest {
  @TempDir private Path folder;

  @Test
  void anImportedEpisodeIsWhatTheFolderHolds() throws Exception {
    Path set = folder.resolve("set");
    DemonstrationMaker.importRlbench(source(), set, Sets.QUIET);
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
        () -> DemonstrationMaker.importRlbench(folder, folder.resolve("set"), Sets.QUIET));
  }

  private static Path source() throws URISyntaxException {
    return Path.of(RlbenchImportTest.class.getResource("rlbench/push_buttons").toURI());
  }
}
