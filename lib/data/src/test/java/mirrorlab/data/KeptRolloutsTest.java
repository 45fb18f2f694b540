package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else than the expert does, kept as a set. */
class KeptRolloutsTest {
  private static final String NAME = "test, acted by nobody";

  /** Three scenes, of which only task, variation and seed count. */
  private static final List<Episode> SCENES =
      List.of(
          Demonstrations.perform("open_drawer", 1, 5),
          Demonstrations.perform("push_buttons", 0, 6),
          Demonstrations.perform("open_drawer", 0, 7));

  /** Wants to go through the table after one keyframe in place. */
  private static final Policy TOO_LOW =
      (seen, instruction) -> {
        var hand = seen.proprioception().gripper();
        boolean begins = seen.proprioception().gripperOpen();
        return new Keyframe(hand.plus(0, 0, begins ? 0 : -1), !begins, false);
      };

  @TempDir private Path folder;

  private void keep(String name, Function<World, Rollout> act) throws Exception {
    DemonstrationMaker.keep(
        folder.resolve("set"),
        name,
        Sets.plan(7),
        Split.TEST_SEEN,
        SCENES,
        act,
        DemonstrationMaker.Listener.QUIET);
  }

  private static Rollout act(World world) {
    return world.seed() == 5 ? Rollout.demonstrate(world) : Rollout.run(world, TOO_LOW);
  }

  @Test
  void failuresAreKeptWithTheirOutcomeAndAllThatTellsWhatTheyAre() throws Exception {
    keep(NAME, KeptRolloutsTest::act);
    DemonstrationSet set = DemonstrationSet.open(folder.resolve("set"));
    assertEquals(NAME, set.profile());
    assertEquals(0, set.count(Split.TRAIN) + set.count(Split.VALIDATION));
    assertEquals(0, set.count(Split.TEST_UNSEEN));
    List<Episode> kept = set.read(Split.TEST_SEEN);
    assertEquals(
        List.of(Outcome.SUCCESS, Outcome.UNREACHABLE, Outcome.UNREACHABLE),
        kept.stream().map(Episode::outcome).toList());
    assertEquals(
        List.of(SCENES.get(0).steps().size(), 2, 2),
        kept.stream().map(episode -> episode.steps().size()).toList());
    for (int i = 0; i < SCENES.size(); i++) {
      assertEquals(SCENES.get(i).task(), kept.get(i).task());
      assertEquals(SCENES.get(i).variation(), kept.get(i).variation());
      assertEquals(SCENES.get(i).seed(), kept.get(i).seed());
      assertEquals(SCENES.get(i).instructions(), kept.get(i).instructions());
      assertEquals(Demonstrations.FRAMES, kept.get(i).video().size());
    }
    assertEquals(SCENES.get(0).steps().get(1).action(), kept.get(0).steps().get(1).action());
    List<Episode> scenes = set.readScenes(Split.TEST_SEEN);
    assertEquals(
        kept.stream().map(Episode::outcome).toList(),
        scenes.stream().map(Episode::outcome).toList());
    assertEquals(List.of(), scenes.get(0).steps());
    // What could not be reached is outside the workspace, and the replay ends as it did.
    assertEquals(List.of(), DemonstrationCheck.problems(folder.resolve("set"), 3, replayed -> {}));
  }

  @Test
  void aRolloutThatEndedBeforeItsFirstKeyframeIsKept() throws Exception {
    keep(NAME, world -> world.seed() == 6 ? act(world) : done(world));
    DemonstrationSet set = DemonstrationSet.open(folder.resolve("set"));
    for (List<Episode> kept : List.of(set.read(Split.TEST_SEEN), set.readSteps(Split.TEST_SEEN))) {
      assertEquals(List.of(0, 2, 0), kept.stream().map(episode -> episode.steps().size()).toList());
      assertEquals(Outcome.SUCCESS, kept.get(2).outcome());
    }
    assertEquals(List.of(), DemonstrationCheck.problems(folder.resolve("set"), 0, done -> {}));
  }

  @Test
  void aSetInWhichNobodyEverActedIsKept() throws Exception {
    keep(NAME, KeptRolloutsTest::done);
    List<Episode> kept = DemonstrationSet.open(folder.resolve("set")).readSteps(Split.TEST_SEEN);
    assertEquals(3, kept.size());
  }

  private static Rollout done(World world) {
    return new Rollout(
        world.task().id(),
        world.variation(),
        world.seed(),
        Outcome.SUCCESS,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void whatWasFinishedIsNotDoneAgain() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            keep(
                NAME,
                world -> {
                  if (world.seed() == 7) {
                    throw new IllegalStateException("killed");
                  }
                  return act(world);
                }));
    List<Long> acted = Collections.synchronizedList(new ArrayList<>());
    Function<World, Rollout> counted =
        world -> {
          acted.add(world.seed());
          return act(world);
        };
    keep(NAME, counted);
    keep(NAME, counted);
    assertEquals(List.of(7L), acted);
  }

  @Test
  void whatAnotherDidIsNotGoneOnWith() throws Exception {
    keep(NAME, KeptRolloutsTest::done);
    String message =
        assertThrows(IllegalArgumentException.class, () -> keep("another", KeptRolloutsTest::done))
            .getMessage();
    assertTrue(message.contains("holds another set (profile " + NAME), message);
  }
}
