package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.data.Demonstrations;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;
import mirrorlab.world.Rollout;
import mirrorlab.world.Tasks;
import mirrorlab.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void theExpertSucceedsWhereItDid() throws Exception {
    Episode episode = Demonstrations.perform("open_drawer", 1, 5);
    List<Trial> told = new ArrayList<>();
    List<Trial> trials = Control.play(List.of(episode), Rollout::demonstrate, told::add);
    assertEquals(List.of(Trial.of(episode)), trials);
    assertEquals(trials, told);
  }

  private static Episode scene(String task, int variation, long seed) {
    return new Episode(
        task, variation, List.of(task), seed, Outcome.SUCCESS, 1, List.of(), List.of());
  }

  @Test
  void aTrialIsARowAndARowATrial(@TempDir Path folder) throws IOException {
    List<Trial> trials = List.of(new Trial("a", 2, 30, Outcome.MISSED_GRASP, 25));
    List<String> rows = Control.items(trials).text().lines().toList();
    assertEquals(List.of("task,variation,seed,outcome,keyframes", "a,2,30,missed_grasp,25"), rows);

    Path csv = Files.write(folder.resolve("control.csv"), rows);
    List<Episode> scenes = List.of(scene("a", 2, 30));
    assertEquals(trials, Control.read(csv, scenes));
    IOException lacking =
        assertThrows(
            IOException.class,
            () -> Control.read(csv, List.of(scene("a", 2, 30), scene("a", 1, 30))));
    assertEquals(
        csv + " has no trial of a, variation 1, seed 30: measure control on this set again",
        lacking.getMessage());
    for (String damaged : List.of("a,2,30,missed_grasp", "a,2,30,sang,25", "a,two,30,timeout,1")) {
      Files.write(csv, List.of(rows.get(0), damaged));
      IOException e = assertThrows(IOException.class, () -> Control.read(csv, scenes));
      assertTrue(e.getMessage().startsWith(csv.toString()), e.getMessage());
    }
  }

  @Test
  void theNearestDemonstrationIsThatWhoseFirstPictureIsMostLikeThePresentOne() {
    try (World world = World.create(Tasks.named("open_drawer"), 1, 5);
        World other = World.create(Tasks.named("open_drawer"), 1, 6)) {
      Episode same = remembered(world, 1, 0.01);
      Episode different = remembered(other, 1, 0.02);
      for (List<Episode> order : List.of(List.of(same, different), List.of(different, same))) {
        assertEquals(actions(same), new NearestNeighbour(order).play(world).keyframes());
      }
    }
  }

  @Test
  void anInstructionThatWasDemonstratedIsNotTakenFromAnother() {
    try (World world = World.create(Tasks.named("open_drawer"), 1, 5);
        World other = World.create(Tasks.named("open_drawer"), 1, 6)) {
      Episode alike = remembered(world, 0, 0.01);
      Episode unlike = remembered(other, 0, 0.02);
      Episode asked = remembered(other, 1, 0.03);
      assertEquals(
          actions(asked), new NearestNeighbour(List.of(alike, asked)).play(world).keyframes());
      assertEquals(
          actions(alike), new NearestNeighbour(List.of(unlike, alike)).play(world).keyframes());
    }
  }

  @Test
  void aTaskOfWhichNothingWasDemonstratedIsNamed() {
    try (World world = World.create(Tasks.named("open_drawer"), 1, 5)) {
      NearestNeighbour nothing = new NearestNeighbour(List.of());
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> nothing.play(world))
              .getMessage()
              .contains("open_drawer"));
    }
  }

  /** An episode that began as a world looks now, and went down by some metres. */
  private static Episode remembered(World world, int variation, double metres) {
    Observation seen = world.observe();
    Pose down = seen.proprioception().gripper().plus(0, 0, -metres);
    Step step = new Step(seen, new Keyframe(down, true, false).inFloats(), 0);
    return new Episode(
        world.task().id(),
        variation,
        List.of(""),
        world.seed(),
        Outcome.SUCCESS,
        1,
        List.of(),
        List.of(step));
  }

  private static List<Keyframe> actions(Episode episode) {
    return episode.steps().stream().map(Step::action).toList();
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
