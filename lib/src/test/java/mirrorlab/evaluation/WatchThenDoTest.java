package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import mirrorlab.data.Episode;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.world.Outcome;
import org.junit.jupiter.api.Test;

class WatchThenDoTest {
  private static Episode episode(String task, int variation, long seed) {
    return new Episode(
        task,
        variation,
        List.of(task + " " + variation),
        seed,
        Outcome.SUCCESS,
        1,
        List.of(),
        List.of());
  }

  private static final List<Episode> EPISODES =
      List.of(
          episode("jar", 0, 1),
          episode("jar", 1, 2),
          episode("tap", 0, 3),
          episode("jar", 0, 4),
          episode("jar", 0, 5));

  @Test
  void whatIsShownIsAnotherEpisodeOfTheInstruction() {
    assertEquals(
        List.of(4L, 2L, 3L, 5L, 1L),
        Arrays.stream(WatchThenDo.demonstrations(EPISODES))
            .mapToObj(i -> EPISODES.get(i).seed())
            .toList());
  }

  @Test
  void theTaskMayBeUnderstoodWithoutTheInstruction() {
    Candidate right = new Candidate("jar", "jar 0");
    Candidate other = new Candidate("jar", "jar 1");
    Candidate wrong = new Candidate("tap", "tap 0");
    List<Metric> metrics =
        WatchThenDo.understood("arm", EPISODES, List.of(right, right, wrong, other, wrong));
    assertEquals(List.of(2 / 5.0, 4 / 5.0), metrics.stream().map(Metric::value).toList());
  }
}
