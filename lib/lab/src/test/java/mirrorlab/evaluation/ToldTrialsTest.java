package mirrorlab.evaluation;

import static mirrorlab.episode.Outcome.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;

class ToldTrialsTest {
  private static final List<String> WORDS = Tasks.named("open_drawer").instructions(0);
  private static final List<Episode> SCENES = List.of(scene(7), scene(8));
  private static final List<Trial> TOLD =
      List.of(
          new Trial("open_drawer", 0, 7, SUCCESS, 3), new Trial("open_drawer", 0, 8, SUCCESS, 4));

  private final Set<String> heard = ConcurrentHashMap.newKeySet();
  private final Policy still =
      (seen, instruction) -> {
        heard.add(instruction);
        return Imitation.STILL.act(seen, instruction);
      };

  private static Episode scene(long seed) {
    return new Episode("open_drawer", 0, WORDS, seed, SUCCESS, 1, List.of(), List.of());
  }

  @Test
  void onlyWhatItWasNotToldBeforeIsPlayed() throws Exception {
    ToldTrials trials = new ToldTrials(still);
    trials.add(SCENES, TOLD);
    List<String> texts = List.of(WORDS.get(0), "sing");
    assertEquals(1, trials.missing(SCENES, texts));
    List<Trial> played = new ArrayList<>();
    List<Trial> acted = trials.act(SCENES, texts, played::add);
    assertEquals(Set.of("sing"), heard);
    assertEquals(TOLD.get(0), acted.get(0));
    assertEquals(new Trial("open_drawer", 0, 8, Outcome.TIMEOUT, 25), acted.get(1));
    assertEquals(List.of(acted.get(1)), played);
  }

  @Test
  void theSameWordsInTheSameSceneAreNotPlayedTwice() throws Exception {
    ToldTrials trials = new ToldTrials(still);
    trials.add(SCENES, TOLD);
    List<Trial> first = trials.act(SCENES, List.of("sing", "sing"), done -> {});
    assertEquals(0, trials.missing(SCENES, List.of("sing", WORDS.get(0))));
    List<Trial> played = new ArrayList<>();
    List<Trial> again = trials.act(SCENES, List.of("sing", WORDS.get(0)), played::add);
    assertEquals(List.of(first.get(0), TOLD.get(1)), again);
    assertEquals(List.of(), played);
  }

  @Test
  void aSceneCannotBeToldTwoThingsAtOnce() {
    List<Episode> twice = List.of(SCENES.get(0), SCENES.get(0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ToldTrials(still).act(twice, List.of("sing", "dance"), done -> {}));
  }
}
