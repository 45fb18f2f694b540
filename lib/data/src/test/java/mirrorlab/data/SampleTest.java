package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mirrorlab.episode.Episode;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;

/** The set that comes with the project is what its world still makes. */
class SampleTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("mirrorlab.root"), "data", "demos", "sample");

  @Test
  void itIsWholeAndEveryEpisodeReplaysAsRecorded() throws Exception {
    int[] replays = {0};
    assertEquals(List.of(), DemonstrationCheck.problems(SAMPLE, 36, done -> replays[0]++));
    assertEquals(36, replays[0]);
  }

  @Test
  void itHasTwoEpisodesOfEveryTask() throws Exception {
    List<Episode> episodes = DemonstrationSet.open(SAMPLE).read(Split.TRAIN);
    assertEquals(36, episodes.size());
    Set<String> tasks = episodes.stream().map(Episode::task).collect(Collectors.toSet());
    assertEquals(Tasks.all().stream().map(Task::id).collect(Collectors.toSet()), tasks);
  }
}
