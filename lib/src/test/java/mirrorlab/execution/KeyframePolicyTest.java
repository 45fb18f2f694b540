package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.nn.Recipe;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Training;
import mirrorlab.nn.Vocabulary;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Pose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyframePolicyTest {
  private static final PolicySize TINY = new PolicySize(Crop.TABLE, 32, 8, 16, 32, 2, 64, 1, 1, 1);
  private static final List<Episode> EPISODES = BlockWorld.episodes(1, 4);

  private static KeyframePolicy policy(long seed) {
    return new KeyframePolicy(
        TINY, Vocabulary.of(EPISODES.stream().map(Episode::instruction).toList()), seed);
  }

  private static KeyframePolicy trained(int steps) throws InterruptedException {
    KeyframePolicy policy = policy(0);
    Recipe recipe = new Recipe(new Schedule(3e-3, 10, steps), 0.01, 1, 0.9);
    Training.run(new ImitationTraining(policy, EPISODES, 4, 0), recipe, progress -> {});
    return policy;
  }

  private static Keyframe act(KeyframePolicy policy, int episode, int step) {
    Step shown = EPISODES.get(episode).steps().get(step);
    return policy.act(shown.observation(), EPISODES.get(episode).instruction());
  }

  @Test
  void learnsAHandfulOfKeyframes() throws InterruptedException {
    try (KeyframePolicy policy = trained(200)) {
      for (int i = 0; i < EPISODES.size(); i++) {
        for (int k = 0; k < 2; k++) {
          Keyframe wanted = EPISODES.get(i).steps().get(k).action();
          Keyframe chosen = act(policy, i, k);
          Pose a = wanted.pose();
          Pose b = chosen.pose();
          double error = Math.hypot(Math.hypot(a.x() - b.x(), a.y() - b.y()), a.z() - b.z());
          assertEquals(0, error, 0.02, "metres from where it should go");
          assertEquals(wanted.gripperOpen(), chosen.gripperOpen());
          assertEquals(wanted.ignoreCollisions(), chosen.ignoreCollisions());
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() throws InterruptedException {
    try (KeyframePolicy first = trained(3);
        KeyframePolicy second = trained(3);
        KeyframePolicy other = policy(1)) {
      first
          .parameters()
          .learnt()
          .forEach(
              (name, array) ->
                  assertArrayEquals(
                      array.toFloatArray(),
                      second.parameters().learnt().get(name).toFloatArray(),
                      name));
      assertTrue(!act(first, 0, 0).equals(act(other, 0, 0)));
    }
  }

  @Test
  void whatWasSavedActsAlike(@TempDir Path directory) throws IOException {
    try (KeyframePolicy policy = policy(5)) {
      policy.save(directory);
      try (KeyframePolicy loaded = KeyframePolicy.load(directory)) {
        assertEquals(act(policy, 2, 1), act(loaded, 2, 1));
      }
    }
  }

  @Test
  void severalThreadsActAsOneDoes() {
    try (KeyframePolicy policy = policy(2)) {
      List<Keyframe> alone = List.of(act(policy, 0, 0), act(policy, 1, 1));
      for (int round = 0; round < 5; round++) {
        List<CompletableFuture<Keyframe>> together =
            List.of(
                CompletableFuture.supplyAsync(() -> act(policy, 0, 0)),
                CompletableFuture.supplyAsync(() -> act(policy, 1, 1)));
        assertEquals(alone, together.stream().map(CompletableFuture::join).toList());
      }
    }
  }

  @Test
  void everyTapHasItsWidthAndAnEpisodeIsTheMeanOfItsKeyframes() {
    try (KeyframePolicy policy = policy(0)) {
      List<Integer> widths =
          policy.taps().stream().map(tap -> policy.represent(EPISODES, tap)[0].length).toList();
      assertEquals(List.of(32, 96, 96, 96, 224), widths);
      Episode episode = EPISODES.get(0);
      String tap = KeyframePolicy.SCENE_COARSE;
      float[] first =
          policy.represent(episode.steps().get(0).observation(), episode.instruction(), tap);
      float[] second =
          policy.represent(episode.steps().get(1).observation(), episode.instruction(), tap);
      float[] mean = policy.represent(EPISODES, tap)[0];
      for (int i = 0; i < mean.length; i++) {
        assertEquals((first[i] + second[i]) / 2, mean[i], 1e-5);
      }
    }
  }

  @Test
  void anUnknownTapIsNamedBesideThoseThereAre() {
    try (KeyframePolicy policy = policy(0)) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> policy.represent(EPISODES, "scene.layer9"));
      assertTrue(e.getMessage().contains("scene.layer9"));
      assertTrue(e.getMessage().contains("scene.coarse"));
    }
  }

  @Test
  void theInstructionAndTheHandChangeWhatIsSeen() {
    try (KeyframePolicy policy = policy(0)) {
      Step step = EPISODES.get(0).steps().get(0);
      String tap = KeyframePolicy.SCENE_COARSE;
      float[] red = policy.represent(step.observation(), "touch the red block", tap);
      float[] blue = policy.represent(step.observation(), "touch the blue block", tap);
      assertTrue(Math.abs(red[0] - blue[0]) > 1e-4);
    }
  }
}
