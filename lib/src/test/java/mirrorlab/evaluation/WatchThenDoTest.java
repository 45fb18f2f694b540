package mirrorlab.evaluation;

import static mirrorlab.world.Outcome.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mirrorlab.data.Episode;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.world.Outcome;
import mirrorlab.world.Policy;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;

class WatchThenDoTest {
  private static Episode episode(String task, int variation, long seed) {
    return new Episode(
        task, variation, List.of(task + " " + variation), seed, SUCCESS, 1, List.of(), List.of());
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

  @Test
  void aRowTellsWhatWasMeantAndWhatWasUnderstood() {
    assertEquals(
        List.of(
            "task,variation,seed,outcome,keyframes,instruction,understood",
            "jar,0,1,success,6,\"jar 0\",\"jar 1, then tap\""),
        WatchThenDo.items(
            EPISODES.subList(0, 1),
            List.of(new Candidate("jar", "jar 1, then tap")),
            List.of(new Trial("jar", 0, 1, SUCCESS, 6))));
  }

  @Test
  void onlyWhereItUnderstandsSomethingElseDoesItActAnew() throws Exception {
    List<String> words = Tasks.named("open_drawer").instructions(0);
    Episode first = new Episode("open_drawer", 0, words, 7, SUCCESS, 1, List.of(), List.of());
    Episode second = new Episode("open_drawer", 0, words, 8, SUCCESS, 1, List.of(), List.of());
    List<Trial> told =
        List.of(
            new Trial("open_drawer", 0, 7, SUCCESS, 3), new Trial("open_drawer", 0, 8, SUCCESS, 4));
    Set<String> heard = ConcurrentHashMap.newKeySet();
    Policy still =
        (seen, instruction) -> {
          heard.add(instruction);
          return Imitation.STILL.act(seen, instruction);
        };
    List<Trial> played = new ArrayList<>();
    List<Trial> trials =
        WatchThenDo.act(
            List.of(first, second), List.of(words.get(0), "sing"), told, still, played::add);
    assertEquals(Set.of("sing"), heard);
    assertEquals(told.get(0), trials.get(0));
    assertEquals(new Trial("open_drawer", 0, 8, Outcome.TIMEOUT, 25), trials.get(1));
    assertEquals(List.of(trials.get(1)), played);
  }
}
