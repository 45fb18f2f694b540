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
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Recipe;
import mirrorlab.nn.RunDirectory;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JointTrainingTest {
  private static final JointTraining.Settings PAPER = JointTraining.Settings.PAPER;
  private static List<Episode> episodes;

  @TempDir Path folder;

  @BeforeAll
  static void read() throws Exception {
    Path root = Path.of(System.getProperty("mirrorlab.root"));
    episodes = DemonstrationSet.open(root.resolve("data/demos/sample")).read(Split.TRAIN);
  }

  /** Two fresh encoders, trained together. */
  private static final class Pair implements AutoCloseable {
    final Vocabulary words =
        Vocabulary.of(episodes.stream().flatMap(e -> e.instructions().stream()).toList());
    final VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), words, 1);
    final KeyframePolicy e = new KeyframePolicy(PolicySize.mini(), words, 1);
    final JointTraining training;
    final List<Map<String, Double>> losses = new ArrayList<>();

    Pair(JointTraining.Settings settings) {
      training = new JointTraining(u, e, episodes, settings, 4);
    }

    Pair train(Path run, int steps) throws Exception {
      Recipe watch = RecognitionTraining.recipe(steps);
      Recipe act = ImitationTraining.recipe(steps);
      Training.run(
          training,
          training.groups(watch, act),
          RunDirectory.create(run, PAPER),
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

  @Test
  void bothArmsSeeTheSameBatches() {
    try (Pair aligned = new Pair(PAPER);
        Pair baseline = new Pair(PAPER.baseline())) {
      for (long step : new long[] {0, 1, 77}) {
        JointTraining.Batch one = aligned.training.batch(step);
        JointTraining.Batch other = baseline.training.batch(step);
        assertArrayEquals(one.understanding().clips(), other.understanding().clips());
        assertArrayEquals(one.understanding().texts(), other.understanding().texts());
        assertArrayEquals(one.execution().coarse().views(), other.execution().coarse().views());
        assertArrayEquals(one.execution().actions(), other.execution().actions());
        assertArrayEquals(one.labels().episodes(), other.labels().episodes());
      }
      assertFalse(
          Arrays.equals(
              aligned.training.batch(0).understanding().clips(),
              aligned.training.batch(1).understanding().clips()));
    }
  }

  @Test
  void aVideoAndAKeyframeOfABatchAreOfTheSameEpisode() {
    try (Pair pair = new Pair(PAPER)) {
      JointTraining.Batch batch = pair.training.batch(3);
      // U's number of an instruction and E's words of it come from two trainings; in a batch the
      // same instruction has the same of both, and another has others.
      int n = batch.labels().size();
      int[][] words = new int[n][];
      int length = batch.execution().words().length / n;
      Arrays.setAll(
          words, i -> Arrays.copyOfRange(batch.execution().words(), i * length, (i + 1) * length));
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          boolean same = batch.labels().instructions()[i] == batch.labels().instructions()[j];
          assertEquals(same, Arrays.equals(words[i], words[j]));
          assertEquals(same, batch.understanding().shown()[i] == batch.understanding().shown()[j]);
        }
      }
    }
  }

  @Test
  void withoutThePullAnEncoderLearnsAsIfItWereAlone() throws Exception {
    int steps = 4;
    try (Pair together = new Pair(PAPER.baseline()).train(folder.resolve("together"), steps);
        Pair alone = new Pair(PAPER.baseline())) {
      RecognitionTraining watch = new RecognitionTraining(alone.u, episodes, 4);
      ImitationTraining act = new ImitationTraining(alone.e, episodes, 4);
      Trainable<RecognitionTraining.Batch> sameVideos =
          new Trainable<>() {
            @Override
            public Parameters parameters() {
              return alone.u.parameters();
            }

            @Override
            public RecognitionTraining.Batch batch(long step) {
              return watch.batch(act.episodes(step), step);
            }

            @Override
            public Map<String, NDArray> losses(RecognitionTraining.Batch batch) {
              return watch.losses(batch);
            }
          };
      Training.run(sameVideos, RecognitionTraining.recipe(steps), progress -> {});
      Training.run(act, ImitationTraining.recipe(steps), progress -> {});
      assertSame(alone.u.parameters(), together.u.parameters());
      assertSame(alone.e.parameters(), together.e.parameters());
    }
  }

  private static void assertSame(Parameters expected, Parameters actual) {
    expected
        .learnt()
        .forEach(
            (name, array) ->
                assertArrayEquals(
                    array.toFloatArray(), actual.learnt().get(name).toFloatArray(), 1e-6f, name));
  }

  @Test
  void thePullBringsPairsTogetherAndReachesBothEncoders() throws Exception {
    JointTraining.Settings strong =
        new JointTraining.Settings(Pairing.INSTRUCTION, 0.1, 64, 1, 1, 1e-2);
    int steps = 24;
    try (Pair aligned = new Pair(strong).train(folder.resolve("aligned"), steps);
        Pair baseline = new Pair(strong.baseline()).train(folder.resolve("baseline"), steps)) {
      double[] pull = aligned.losses.stream().mapToDouble(l -> l.get("alignment")).toArray();
      double first = Arrays.stream(pull, 0, 4).average().orElseThrow();
      double last = Arrays.stream(pull, steps - 4, steps).average().orElseThrow();
      assertTrue(last < 0.7 * first, first + " → " + last);
      Set<String> without = new LinkedHashSet<>(aligned.losses.get(0).keySet());
      without.remove("alignment");
      assertEquals(without, baseline.losses.get(0).keySet());
      String video = "vision_encoder.proj";
      String scene = "coarse.out.weight";
      Stream.of(
              List.of(aligned.u.parameters(), baseline.u.parameters()),
              List.of(aligned.e.parameters(), baseline.e.parameters()))
          .forEach(
              both -> {
                String name = both.get(0).learnt().containsKey(video) ? video : scene;
                assertFalse(
                    Arrays.equals(
                        both.get(0).learnt().get(name).toFloatArray(),
                        both.get(1).learnt().get(name).toFloatArray()),
                    name);
              });
    }
  }
}
