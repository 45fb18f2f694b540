package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyframePolicyTest {
  private static final List<Episode> EPISODES = BlockWorld.episodes(1, 4);

  private static KeyframePolicy policy(PolicySize size, long seed) {
    return new KeyframePolicy(
        size, Vocabulary.of(EPISODES.stream().map(Episode::instruction).toList()), seed);
  }

  private static KeyframePolicy policy(long seed) {
    return policy(Sizes.TINY, seed);
  }

  private static KeyframePolicy trained(int steps) throws InterruptedException {
    return trained(policy(0), steps);
  }

  private static KeyframePolicy trained(KeyframePolicy policy, int steps)
      throws InterruptedException {
    TrainingConfig config = new TrainingConfig(new Schedule(3e-3, 10, steps), 0.01, 1, 0.9);
    Training.run(new ImitationTraining(policy, EPISODES, 4, 0), config, progress -> {});
    return policy;
  }

  private static Keyframe act(KeyframePolicy policy, int episode, int step) {
    Step shown = EPISODES.get(episode).steps().get(step);
    return policy.act(shown.observation(), EPISODES.get(episode).instruction());
  }

  private static double distance(Pose a, Pose b) {
    return Math.hypot(Math.hypot(a.x() - b.x(), a.y() - b.y()), a.z() - b.z());
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
          assertEquals(0, distance(a, b), 0.02, "metres from where it should go");
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
          .trainable()
          .forEach(
              (name, array) ->
                  assertArrayEquals(
                      array.toFloatArray(),
                      second.parameters().trainable().get(name).toFloatArray(),
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
  void everyTapHasItsWidthAndAnEpisodeIsTheMeanOfItsKeyframes() throws Exception {
    try (KeyframePolicy policy = policy(0)) {
      assertEquals(
          List.of(
              "language",
              "scene.layer0",
              "scene.layer1",
              "scene.coarse",
              "scene.fine",
              "action.prompt"),
          policy.layers());
      assertEquals(List.of(32, 3 * 32, 3 * 32, 3 * 32, 3 * 32, 12 * 32), widths(policy));
      Episode episode = EPISODES.get(0);
      String layer = KeyframePolicy.SCENE_COARSE;
      float[] first =
          policy.represent(episode.steps().get(0).observation(), episode.instruction(), layer);
      float[] second =
          policy.represent(episode.steps().get(1).observation(), episode.instruction(), layer);
      float[] mean = policy.represent(EPISODES, layer)[0];
      for (int i = 0; i < mean.length; i++) {
        assertEquals((first[i] + second[i]) / 2, mean[i], 1e-5);
      }
    }
  }

  private static List<Integer> widths(KeyframePolicy policy) {
    Step step = EPISODES.get(0).steps().get(0);
    return policy.layers().stream()
        .map(layer -> policy.represent(step.observation(), "touch the red block", layer).length)
        .toList();
  }

  @Test
  void withoutAStemItActsAndLearnsAsWell() throws InterruptedException {
    try (KeyframePolicy fresh = policy(Sizes.PATCHES, 0);
        KeyframePolicy policy = trained(policy(Sizes.PATCHES, 0), 1)) {
      assertEquals(List.of(16, 96, 96, 96, 48, 48, 12 * 16), widths(policy));
      assertTrue(!act(fresh, 0, 0).equals(act(policy, 0, 0)));
    }
  }

  @Test
  void everyWeightIsLearnt() {
    for (PolicySize size : List.of(Sizes.TINY, Sizes.PATCHES)) {
      try (KeyframePolicy policy = policy(size, 0)) {
        ImitationTraining training = new ImitationTraining(policy, EPISODES, 4, 0);
        Batch batch = training.batch(0);
        // Gates that start at 0 would hide what is behind them.
        Map<String, NDArray> learnt = policy.parameters().trainable();
        Autograd.infer(
            () ->
                learnt.forEach(
                    (name, array) -> {
                      if (name.contains(".steer.")) {
                        array.addi(0.1f);
                      }
                    }));
        Autograd.differentiate(() -> training.losses(batch));
        learnt.forEach(
            (name, array) -> {
              float most = Autograd.infer(() -> array.getGradient().abs().max().getFloat());
              // What is added to all 72 logits changes no choice.
              assertTrue(most > 1e-7 || name.equals("action.compass.last.bias"), name);
            });
      }
    }
  }

  @Test
  void theStagesAskForThePointByTheSameLayers() {
    try (KeyframePolicy policy = policy(0)) {
      List<String> asking =
          policy.parameters().trainable().keySet().stream()
              .filter(name -> name.endsWith("steer.bias"))
              .toList();
      assertEquals(List.of("cross.layer0.steer.bias"), asking);
      Batch batch = new ImitationTraining(policy, EPISODES, 1, 0).batch(0);
      float[][] before = heatmaps(policy, batch);
      Autograd.infer(() -> policy.parameters().trainable().get("cross.layer0.steer.bias").addi(1));
      float[][] after = heatmaps(policy, batch);
      assertTrue(change(before[0], after[0]) > 1e-3, "coarse");
      assertTrue(change(before[1], after[1]) > 1e-3, "fine");
    }
  }

  private static float[][] heatmaps(KeyframePolicy policy, Batch batch) {
    return Autograd.infer(
        () -> {
          NDManager manager = policy.parameters().manager();
          int[] words = batch.words();
          LanguageEncoder.Read read =
              policy.language().forward(Tensors.of(manager, words, 1, words.length));
          Batch.Stage whole = batch.coarse();
          Batch.Stage part = batch.fine();
          return new float[][] {
            policy.coarse().forward(whole.views(), read, whole.robot()).heatmaps().toFloatArray(),
            policy.fine().forward(part.views(), read, part.robot()).heatmaps().toFloatArray()
          };
        });
  }

  private static float change(float[] before, float[] after) {
    float most = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.abs(after[i] - before[i]));
    }
    return most;
  }

  @Test
  void anUnknownTapIsNamedBesideThoseThereAre() {
    try (KeyframePolicy policy = policy(0)) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () -> policy.represent(EPISODES, List.of("scene.layer9")));
      assertTrue(e.getMessage().contains("scene.layer9"));
      assertTrue(e.getMessage().contains("scene.coarse"));
    }
  }

  @Test
  void theInstructionChangesWhatBothStagesSee() {
    try (KeyframePolicy policy = policy(0)) {
      Observation seen = EPISODES.get(0).steps().get(0).observation();
      for (String layer : List.of(KeyframePolicy.SCENE_COARSE, "scene.fine", "action.prompt")) {
        float[] red = policy.represent(seen, "touch the red block", layer);
        float[] blue = policy.represent(seen, "touch the blue block", layer);
        assertTrue(change(red, blue) > 1e-3, layer);
      }
    }
  }

  @Test
  void theSecondLookIsAroundThePointOfTheFirst() {
    try (KeyframePolicy policy = policy(0)) {
      Observation seen = EPISODES.get(0).steps().get(0).observation();
      String text = "touch the red block";
      double[] point = Autograd.infer(() -> coarsePoint(policy, seen, text));
      // Heatmaps that are alike everywhere choose the cube's lowest corner, 1.5 cells from its end.
      policy
          .parameters()
          .trainable()
          .forEach(
              (name, array) -> {
                if (name.startsWith("fine.decoder.")) {
                  Autograd.infer(() -> array.muli(0));
                }
              });
      Crop cube = Crop.below(point, Sizes.TINY.closer());
      double cells = 1.5 * Sizes.TINY.closer() / Sizes.TINY.pixels();
      Pose chosen = policy.act(seen, text).pose();
      double[] low = cube.low();
      assertEquals(low[0] + cells, chosen.x(), 1e-5);
      assertEquals(low[1] + cells, chosen.y(), 1e-5);
      assertEquals(low[2] + cells, chosen.z(), 1e-5);
    }
  }

  @Test
  void theCompassTurnsTheHandAndDoesNothingElse() {
    try (KeyframePolicy policy = policy(0)) {
      Keyframe before = act(policy, 0, 0);
      NDArray compass = policy.parameters().trainable().get("action.compass.last.weight");
      Autograd.infer(() -> compass.muli(-100));
      Keyframe after = act(policy, 0, 0);
      double[] was = Rotation.angles(before.pose());
      double[] is = Rotation.angles(after.pose());
      assertEquals(0, distance(before.pose(), after.pose()), 1e-9);
      assertEquals(was[0], is[0], 1e-6);
      assertEquals(was[1], is[1], 1e-6);
      assertNotEquals(Rotation.bin(was[2]), Rotation.bin(is[2]));
      assertEquals(before.gripperOpen(), after.gripperOpen());
      assertEquals(before.ignoreCollisions(), after.ignoreCollisions());
    }
  }

  private static double[] coarsePoint(KeyframePolicy policy, Observation seen, String text) {
    VirtualViews table = new VirtualViews(Sizes.TINY.crop(), Sizes.TINY.pixels());
    float[] robot = new float[SceneEncoder.STATE];
    Batch.describe(seen.proprioception(), table.crop(), robot, 0);
    int[] words = policy.vocabulary().encode(text);
    LanguageEncoder.Read read =
        policy
            .language()
            .forward(Tensors.of(policy.parameters().manager(), words, 1, words.length));
    float[] views = table.render(PointCloud.of(seen));
    float[] heatmaps = policy.coarse().forward(views, read, robot).heatmaps().toFloatArray();
    return table.world(Heatmaps.peak(heatmaps, 0, table.size()));
  }
}
