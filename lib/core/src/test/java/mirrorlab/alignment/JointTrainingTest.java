package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.RunDirectory;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JointTrainingTest {
  private static final AlignmentSettings DEFAULT = AlignmentSettings.DEFAULT;
  private static final List<Episode> EPISODES = Performances.ofNineTasks(36);

  @TempDir Path folder;

  /** Two fresh encoders, trained together. */
  private static final class Pair implements AutoCloseable {
    final Vocabulary words =
        Vocabulary.of(EPISODES.stream().flatMap(e -> e.instructions().stream()).toList());
    final VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), words, 1);
    final KeyframePolicy e = new KeyframePolicy(PolicySize.mini(), words, 1);
    final JointTraining training;
    final List<Map<String, Double>> losses = new ArrayList<>();

    Pair(AlignmentSettings settings) {
      this(settings, EPISODES, List.of());
    }

    Pair(AlignmentSettings settings, List<Episode> taught, List<Episode> watched) {
      training = new JointTraining(u, e, taught, watched, settings, 4);
    }

    Pair train(Path run, int steps) throws Exception {
      TrainingConfig watch = RecognitionTraining.config(steps);
      TrainingConfig act = ImitationTraining.config(steps);
      training.warmUp(progress -> {});
      Training.run(
          training,
          training.groups(watch, act),
          RunDirectory.create(run, DEFAULT),
          Duration.ofDays(1),
          progress -> losses.add(progress.losses()));
      return this;
    }

    @Override
    public void close() {
      training.close();
      u.close();
      e.close();
    }
  }

  /** Every arm that is compared with the baseline. */
  static List<AlignmentSettings> arms() {
    return List.of(
        DEFAULT,
        DEFAULT.with(it -> it.pairing = Pairing.EPISODE),
        DEFAULT.with(it -> it.partner = Partner.TEXT),
        DEFAULT.with(it -> it.partner = Partner.RANDOM_CODE),
        DEFAULT.with(it -> it.partner = Partner.DERANGED),
        DEFAULT.with(it -> it.memory = 0),
        DEFAULT.with(
            it -> {
              it.told = false;
              it.understandingLayer = "video.layer0";
              it.executionLayer = "scene.layer0";
            }),
        DEFAULT.with(it -> it.keyframes = 3),
        DEFAULT.with(it -> it.warmUp = 2));
  }

  @ParameterizedTest
  @MethodSource("arms")
  void allArmsLearnFromTheSameBatches(AlignmentSettings arm) {
    try (Pair aligned = new Pair(arm);
        Pair baseline = new Pair(DEFAULT.baseline())) {
      for (long step : new long[] {0, 1, 77}) {
        assertSame(baseline.training.batch(step), aligned.training.batch(step));
      }
      assertFalse(
          Arrays.equals(
              aligned.training.batch(0).understanding().clips(),
              aligned.training.batch(1).understanding().clips()));
    }
  }

  private static void assertSame(JointTraining.Batch one, JointTraining.Batch other) {
    assertArrayEquals(one.understanding().clips(), other.understanding().clips());
    assertArrayEquals(one.understanding().texts(), other.understanding().texts());
    assertArrayEquals(one.execution().coarse().views(), other.execution().coarse().views());
    assertArrayEquals(one.execution().actions(), other.execution().actions());
    assertArrayEquals(one.items(), other.items());
  }

  @Test
  void whatIsOnlyWatchedIsSeenByUInEveryArmAndTaughtToEByTheOracleAlone() throws Exception {
    List<Episode> taught = EPISODES.subList(0, 18);
    List<Episode> watched = EPISODES.subList(18, 36);
    try (Pair baseline = new Pair(DEFAULT.baseline(), taught, watched);
        Pair aligned = new Pair(DEFAULT, taught, watched);
        Pair oracle = new Pair(DEFAULT.with(it -> it.oracle = true), taught, watched)) {
      boolean taughtToOracle = false;
      for (long step = 0; step < 5; step++) {
        JointTraining.Batch batch = aligned.training.batch(step);
        assertSame(baseline.training.batch(step), batch);
        assertEquals(16 + 8, batch.items().length);
        assertEquals(16, batch.execution().size());
        assertTrue(Arrays.stream(batch.items(), 0, 16).allMatch(item -> item < 18));
        assertTrue(Arrays.stream(batch.items(), 16, 24).allMatch(item -> item >= 18));
        assertEquals(8, batch.beginnings().orElseThrow().size());
        int[] items = oracle.training.batch(step).items();
        taughtToOracle |= Arrays.stream(items, 0, 16).anyMatch(item -> item >= 18);
      }
      assertTrue(taughtToOracle);
      aligned.train(folder.resolve("run"), 1);
      assertTrue(Double.isFinite(aligned.losses.get(0).get("alignment")));
    }
  }

  @Test
  void aPlaceboHasAnotherOrder() {
    try (Pair placebo = new Pair(DEFAULT.baseline().with(it -> it.placebo = true));
        Pair baseline = new Pair(DEFAULT.baseline())) {
      assertFalse(
          Arrays.equals(placebo.training.batch(0).items(), baseline.training.batch(0).items()));
    }
  }

  @ParameterizedTest
  @MethodSource("arms")
  void everyArmTakesAStep(AlignmentSettings arm) throws Exception {
    try (Pair pair = new Pair(arm).train(folder.resolve("run"), 2)) {
      for (Map<String, Double> losses : pair.losses) {
        assertEquals(
            List.of("recognition", "imitation", "alignment", "alignment within task"),
            List.copyOf(losses.keySet()));
        assertTrue(losses.values().stream().allMatch(Double::isFinite), losses.toString());
      }
    }
  }

  @Test
  void aWarmUpChangesTheMapsAloneAndFillsTheMemory() throws Exception {
    try (Pair fresh = new Pair(DEFAULT);
        Pair warm = new Pair(DEFAULT.with(it -> it.warmUp = 3))) {
      float[] running = running(warm);
      warm.training.warmUp(progress -> {});
      assertSame(fresh.u.parameters(), warm.u.parameters());
      assertSame(fresh.e.parameters(), warm.e.parameters());
      assertArrayEquals(running, running(warm), "the statistics of U's batches are left alone");
      assertEquals(48, warm.training.state().get("memory.execution.added").getFloat());
      assertEquals(0, fresh.training.state().get("memory.execution.added").getFloat());
    }
  }

  private static float[] running(Pair pair) {
    return pair.u.parameters().all().entrySet().stream()
        .filter(array -> array.getKey().endsWith("running_mean"))
        .findFirst()
        .orElseThrow()
        .getValue()
        .toFloatArray();
  }

  @Test
  void aVideoAndAKeyframeOfABatchAreOfTheSameEpisode() {
    try (Pair pair = new Pair(DEFAULT)) {
      JointTraining.Batch batch = pair.training.batch(3);
      // U's number of an instruction and E's words of it come from two trainings; in a batch the
      // same instruction has the same of both, and another has others.
      int n = batch.items().length;
      Labels labels = Labels.of(EPISODES).at(batch.items());
      int[][] words = new int[n][];
      int length = batch.execution().words().length / n;
      Arrays.setAll(
          words, i -> Arrays.copyOfRange(batch.execution().words(), i * length, (i + 1) * length));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          boolean same = labels.instructions()[i] == labels.instructions()[j];
          assertEquals(same, Arrays.equals(words[i], words[j]));
          assertEquals(same, batch.understanding().shown()[i] == batch.understanding().shown()[j]);
        }
      }
    }
  }

  @Test
  void withoutThePullAnEncoderLearnsAsIfItWereAlone() throws Exception {
    int steps = 4;
    try (Pair together = new Pair(DEFAULT.baseline()).train(folder.resolve("together"), steps);
        Pair alone = new Pair(DEFAULT.baseline())) {
      RecognitionTraining watch = new RecognitionTraining(alone.u, EPISODES, 4);
      ImitationTraining act = new ImitationTraining(alone.e, EPISODES, 4);
      Trainable<RecognitionTraining.Batch> sameVideos =
          new Trainable<>() {
            @Override
            public Parameters parameters() {
              return alone.u.parameters();
            }

            @Override
            public RecognitionTraining.Batch batch(long step) {
              return watch.batch(act.draw(step).episodes(), step);
            }

            @Override
            public Map<String, NDArray> losses(RecognitionTraining.Batch batch) {
              return watch.losses(batch);
            }
          };
      Training.run(sameVideos, RecognitionTraining.config(steps), progress -> {});
      Training.run(act, ImitationTraining.config(steps), progress -> {});
      assertSame(alone.u.parameters(), together.u.parameters());
      assertSame(alone.e.parameters(), together.e.parameters());
    }
  }

  private static void assertSame(Parameters expected, Parameters actual) {
    expected
        .trainable()
        .forEach(
            (name, array) ->
                assertArrayEquals(
                    array.toFloatArray(),
                    actual.trainable().get(name).toFloatArray(),
                    1e-6f,
                    name));
  }

  @Test
  void thePullBringsPairsTogetherAndReachesBothEncoders() throws Exception {
    AlignmentSettings strong =
        DEFAULT
            .with(it -> it.alignmentWeight = 1)
            .with(it -> it.rate = 1e-2)
            .with(it -> it.memory = 0);
    int steps = 24;
    try (Pair aligned = new Pair(strong).train(folder.resolve("aligned"), steps);
        Pair baseline = new Pair(strong.baseline()).train(folder.resolve("baseline"), steps)) {
      double[] pull = aligned.losses.stream().mapToDouble(l -> l.get("alignment")).toArray();
      double first = Arrays.stream(pull, 0, 4).average().orElseThrow();
      double last = Arrays.stream(pull, steps - 4, steps).average().orElseThrow();
      assertTrue(last < 0.8 * first, first + " → " + last);
      Set<String> without = new LinkedHashSet<>(aligned.losses.get(0).keySet());
      without.removeAll(List.of("alignment", "alignment within task"));
      assertEquals(without, baseline.losses.get(0).keySet());
      String video = "vision_encoder.proj";
      String scene = "coarse.out.weight";
      Stream.of(
              List.of(aligned.u.parameters(), baseline.u.parameters()),
              List.of(aligned.e.parameters(), baseline.e.parameters()))
          .forEach(
              both -> {
                String name = both.get(0).trainable().containsKey(video) ? video : scene;
                assertFalse(
                    Arrays.equals(
                        both.get(0).trainable().get(name).toFloatArray(),
                        both.get(1).trainable().get(name).toFloatArray()),
                    name);
              });
    }
  }
}
