package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import mirrorlab.data.Demonstrations;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.world.Outcome;
import mirrorlab.world.Policy;
import mirrorlab.world.Rollout;
import org.junit.jupiter.api.Test;

class ControlTest {
  @Test
  void outcomesAreCountedOverAllAndByTask() {
    List<Metric> metrics =
        Control.metrics(
            "E",
            List.of(
                new Trial("a", 0, 1, Outcome.SUCCESS, 3),
                new Trial("a", 0, 2, Outcome.MISSED_GRASP, 25),
                new Trial("b", 0, 3, Outcome.SUCCESS, 4),
                new Trial("b", 0, 4, Outcome.SUCCESS, 4)));
    assertEquals(0.75, find(metrics, "success", Metric.ALL).value());
    assertEquals(0.5, find(metrics, "success", "a").value());
    assertEquals(0.5, find(metrics, "missed_grasp", "a").value());
    assertEquals(0, find(metrics, "missed_grasp", "b").value());
    assertEquals(4, find(metrics, "success", Metric.ALL).n());
  }

  @Test
  void theExpertsKeyframesReplayedSucceedInTheSameScene() throws Exception {
    Episode episode = Demonstrations.perform("open_drawer", 1, 5);
    List<Trial> trials = Control.run(List.of(episode), seed -> replay(episode), done -> {});
    assertEquals(
        List.of(new Trial("open_drawer", 1, 5, Outcome.SUCCESS, episode.steps().size())), trials);
  }

  @Test
  void aPolicyThatStaysWhereItIsUsesUpItsKeyframes() throws Exception {
    Episode episode = Demonstrations.perform("push_buttons", 1, 5);
    Policy idle = (seen, instruction) -> episode.steps().get(0).action();
    List<Trial> trials = Control.run(List.of(episode), seed -> idle, done -> {});
    assertEquals(Rollout.MOST_KEYFRAMES, trials.get(0).keyframes());
    assertNotEquals(Outcome.SUCCESS, trials.get(0).outcome());
  }

  @Test
  void randomKeyframesAreAFunctionOfTheSeed() {
    Episode episode = Demonstrations.perform("push_buttons", 1, 5);
    var seen = episode.steps().get(0).observation();
    assertEquals(new RandomPolicy(3).act(seen, ""), new RandomPolicy(3).act(seen, ""));
    assertNotEquals(new RandomPolicy(3).act(seen, ""), new RandomPolicy(4).act(seen, ""));
  }

  private static Policy replay(Episode episode) {
    List<Step> left = new ArrayList<>(episode.steps());
    return (seen, instruction) -> left.remove(0).action();
  }

  private static Metric find(List<Metric> metrics, String name, String by) {
    List<Metric> found =
        metrics.stream().filter(m -> m.name().equals(name) && m.by().equals(by)).toList();
    assertTrue(found.size() == 1, name + " by " + by + ": " + found);
    return found.get(0);
  }
}
