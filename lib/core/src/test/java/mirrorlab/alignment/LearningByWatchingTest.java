package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Pose;
import mirrorlab.execution.BlockWorld;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.Sizes;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.Stem;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A planted problem in which alignment must help: E is taught to touch blocks of four colours, and
 * never what another word for a colour means. U watches both words' videos, which look alike. An E
 * that is aligned with what U sees touches the right block under the new word as well; one that is
 * not can only guess among two.
 */
@EnabledIfSystemProperty(named = "mirrorlab.tests", matches = "all") // four minutes of one core
class LearningByWatchingTest {
  private static final int STEPS = 300;
  private static final List<String> OTHER_WORDS = List.of("crimson", "emerald", "azure", "golden");
  private static final VideoTextSize SIZE =
      new VideoTextSize(
          32,
          4,
          Stem.Kind.CONVOLUTIONS,
          new VideoTextSize.Tower(32, 2, 4, 64),
          new VideoTextSize.Tower(32, 2, 4, 64),
          32,
          Activation.GELU);

  private static List<Episode> taught(long from, int count) {
    return BlockWorld.episodes(from, count).stream()
        .map(e -> e.withVideo(Performances.video(e)))
        .toList();
  }

  /** The same kind of episodes, named by the other word of their colour. */
  private static List<Episode> watched(long from, int count) {
    List<Episode> watched = new ArrayList<>();
    for (Episode episode : taught(from, count)) {
      watched.add(
          new Episode(
              episode.task(),
              episode.variation() + OTHER_WORDS.size(),
              List.of("touch the " + OTHER_WORDS.get(episode.variation()) + " block"),
              episode.seed(),
              episode.outcome(),
              episode.seconds(),
              episode.video(),
              episode.steps()));
    }
    return watched;
  }

  /** Share of episodes in which E would go to the right block; guessing gives a half. */
  private static double right(KeyframePolicy e, List<Episode> episodes) {
    return episodes.stream()
            .filter(
                episode -> {
                  Pose wanted = episode.steps().get(0).action().pose();
                  Pose chosen =
                      e.act(episode.steps().get(0).observation(), episode.instruction()).pose();
                  return Math.hypot(wanted.x() - chosen.x(), wanted.y() - chosen.y()) < 0.06;
                })
            .count()
        / (double) episodes.size();
  }

  private static Map<String, Double> outcome(AlignmentSettings settings, long seed)
      throws InterruptedException {
    List<Episode> taught = taught(1, 400);
    List<Episode> watched = watched(10_001, 200);
    List<Episode> all = Stream.of(taught, watched).flatMap(List::stream).toList();
    Vocabulary words = Vocabulary.of(all.stream().map(Episode::instruction).toList());
    try (VideoTextEncoder u = new VideoTextEncoder(SIZE, words, seed);
        KeyframePolicy e = new KeyframePolicy(Sizes.TINY, words, seed)) {
      Training.run(
          new RecognitionTraining(u, all, seed), RecognitionTraining.config(150), progress -> {});
      try (JointTraining training = new JointTraining(u, e, taught, watched, settings, seed)) {
        TrainingConfig watch = new TrainingConfig(new Schedule(3e-4, 10, STEPS), 0.05, 1, 0);
        TrainingConfig act = new TrainingConfig(new Schedule(3e-3, 50, STEPS), 0.01, 1, 0.9);
        Training.run(training, training.groups(watch, act), progress -> {});
      }
      return Map.of(
          "taught", right(e, taught(50_001, 200)), "watched", right(e, watched(60_001, 200)));
    }
  }

  @Test
  void whoIsAlignedWithWhatWasWatchedDoesWhatWasNeverTaught() throws InterruptedException {
    AlignmentSettings settings = AlignmentSettings.DEFAULT.with(it -> it.memory = 512);
    Map<String, Double> baseline = outcome(settings.baseline(), 0);
    Map<String, Double> aligned = outcome(settings, 0);
    String found = "baseline " + baseline + ", aligned " + aligned;
    assertTrue(baseline.get("taught") > 0.8, found);
    assertTrue(aligned.get("taught") > 0.8, found);
    assertTrue(aligned.get("watched") > baseline.get("watched") + 0.15, found);
  }
}
