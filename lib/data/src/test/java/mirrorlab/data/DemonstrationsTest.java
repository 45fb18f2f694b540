package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Step;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.Test;

class DemonstrationsTest {
  private static EpisodePlan plan() {
    TreeMap<String, List<Integer>> variations = new TreeMap<>();
    variations.put("push_buttons", List.of(1, 18));
    variations.put("open_drawer", List.of(2));
    return new EpisodePlan(variations, new TreeMap<>(), 2, 1, 1, 7);
  }

  @Test
  void episodesComeInTheOrderOfThePlanAndAllSucceed() throws Exception {
    List<Episode> told = new ArrayList<>();
    List<Episode> episodes = Demonstrations.make(plan(), Split.TRAIN, told::add);
    assertEquals(
        List.of("open_drawer2", "open_drawer2", "push_buttons1", "push_buttons18"),
        episodes.stream().map(e -> e.task() + e.variation()).toList());
    assertEquals(episodes, told);
    assertTrue(episodes.stream().allMatch(e -> e.outcome() == Outcome.SUCCESS));
  }

  @Test
  void anEpisodeHoldsAVideoAndWhatWasSeenBeforeEachKeyframe() {
    Episode episode = Demonstrations.perform("push_buttons", 18, 3);
    assertEquals(Demonstrations.FRAMES, episode.video().size());
    assertEquals(4, episode.steps().size()); // above and down, for each of two buttons
    assertEquals(Tasks.named("push_buttons").instructions(18), episode.instructions());
    for (Step step : episode.steps()) {
      assertEquals(
          Camera.POLICY, step.observation().views().stream().map(v -> v.camera()).toList());
    }
    assertFalse(
        Arrays.equals(episode.video().get(0).rgb(), episode.video().get(7).rgb()),
        "nothing moved in the video");
  }

  @Test
  void aTaskThatIsNotThereIsNamed() {
    TreeMap<String, List<Integer>> variations = new TreeMap<>();
    variations.put("fly", List.of(0));
    EpisodePlan plan = new EpisodePlan(variations, new TreeMap<>(), 1, 1, 1, 0);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Demonstrations.make(plan, Split.TRAIN, done -> {}));
    assertTrue(e.getMessage().contains("'fly'"), e.getMessage());
  }
}
