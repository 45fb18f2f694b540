package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TasksTest {
  private static final int SEEDS = "all".equals(System.getProperty("mirrorlab.tests")) ? 20 : 4;

  static List<Task> tasks() {
    return Tasks.all();
  }

  @Test
  void anUnknownTaskIsRefusedWithThoseThereAre() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Tasks.named("close_jra")).getMessage();
    assertTrue(message.contains("close_jra") && message.contains("close_jar"), message);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyInstructionAsksForOneThingOnly(Task task) {
    Set<String> texts = new HashSet<>();
    for (int variation = 0; variation < task.variations(); variation++) {
      List<String> instructions = task.instructions(variation);
      assertTrue(instructions.size() >= 3, "the evaluation's text and two more or more");
      for (String instruction : instructions) {
        assertTrue(texts.add(instruction), instruction);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theExpertSucceedsAndTheOthersDoNot(Task task) throws Exception {
    List<Scene> scenes = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      for (Actor actor : Actor.values()) {
        scenes.add(new Scene(task, seed * task.variations() / SEEDS, 1000 + seed, actor));
      }
    }
    List<Scene> failures = new ArrayList<>();
    List<Scene> wrongSuccesses = new ArrayList<>();
    AllCores.map(
        scenes,
        scene -> new Played(scene, scene.succeeds()),
        played -> {
          boolean isExpert = played.scene.actor == Actor.EXPERT;
          if (isExpert && !played.success) {
            failures.add(played.scene);
          } else if (!isExpert && played.success) {
            wrongSuccesses.add(played.scene);
          }
        });
    assertEquals(List.of(), wrongSuccesses);
    assertTrue(failures.size() <= 0.01 * SEEDS, failures.toString());
  }

  private record Scene(Task task, int variation, long seed, Actor actor) {
    boolean succeeds() {
      try (World world = World.create(task, variation, seed)) {
        return actor.exemption(world).isEmpty() && actor.play(world).outcome() == Outcome.SUCCESS;
      }
    }
  }

  private record Played(Scene scene, boolean success) {}

  @ParameterizedTest
  @MethodSource("tasks")
  void variationsAndSeedsAreScenesOfTheirOwn(Task task) {
    assertTrue(places(task, 0, 1).equals(places(task, 0, 1)));
    assertTrue(!places(task, 0, 1).equals(places(task, 0, 2)));
    assertTrue(!places(task, 0, 1).equals(places(task, 1, 1)));
  }

  private static String places(Task task, int variation, long seed) {
    try (World world = World.create(task, variation, seed)) {
      StringBuilder places = new StringBuilder();
      for (int i = 0; i < world.state().xpos().capacity(); i++) {
        places.append(world.state().xpos().get(i)).append(' ');
      }
      return places.toString();
    }
  }
}
