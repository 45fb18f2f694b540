package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Pose;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.FlatMemory;
import mirrorlab.nn.FreedMemory;
import mirrorlab.nn.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImitationTrainingTest {
  private final List<Episode> episodes =
      BlockWorld.episodes(1, 20).stream().filter(ImitationTrainingTest::leadsAway).toList();
  private final KeyframePolicy policy =
      new KeyframePolicy(
          Sizes.TINY, Vocabulary.of(episodes.stream().map(Episode::instruction).toList()), 0);

  private static boolean leadsAway(Episode episode) {
    Pose above = episode.steps().get(0).action().pose();
    return Math.hypot(above.x() - 0.2, above.y()) > 0.06;
  }

  @AfterEach
  void free() {
    policy.close();
  }

  @Test
  void aKeyframeThatLeadsElsewhereIsDrawnThriceAsOften() {
    ImitationTraining training = new ImitationTraining(policy, episodes, 100, 3);
    int staying =
        IntStream.range(0, 20)
            .map(step -> (int) sum(training.batch(step).actions()[3], 0)) // closes: it touches
            .sum();
    assertEquals(500, staying, 60); // a quarter of 2,000
  }

  private static float sum(float[] labels, int column) {
    float sum = 0;
    for (int i = column; i < labels.length; i += 2) {
      sum += labels[i];
    }
    return sum;
  }

  @Test
  void aStepHasTheSameBatchInEveryTrainingOfItsSeed() {
    ImitationTraining training = new ImitationTraining(policy, episodes, 7);
    float[] batch = training.batch(5).fine().views();
    training.batch(6);
    float[] again = new ImitationTraining(policy, episodes, 7).batch(5).fine().views();
    assertArrayEquals(batch, again);
  }

  @Test
  void theLossIsOfBothStagesAndOfEveryTokenOfTheAction() {
    ImitationTraining training = new ImitationTraining(policy, episodes, 2, 1);
    Batch batch = training.batch(0);
    Map<String, Double> losses = Autograd.differentiate(() -> training.losses(batch));
    assertEquals(
        List.of(
            "coarse point",
            "fine point",
            "rotation x",
            "rotation y",
            "rotation z",
            "gripper",
            "collision"),
        List.copyOf(losses.keySet()));
  }

  @Test
  void theRateWarmsUpForATenthOfTheStepsAndAtMost500() {
    assertEquals(1, ImitationTraining.config(5).schedule().warmup());
    assertEquals(300, ImitationTraining.config(3_000).schedule().warmup());
    assertEquals(500, ImitationTraining.config(18_000).schedule().warmup());
  }

  @Test
  void noGradientDependsOnWhenJavaFreesItsMemory() {
    for (PolicySize size : List.of(Sizes.TINY, Sizes.PATCHES)) {
      try (KeyframePolicy other = new KeyframePolicy(size, policy.vocabulary(), 0)) {
        FreedMemory.changesNoGradient(new ImitationTraining(other, episodes, 2, 0));
      }
    }
  }

  @Test
  void itsMemoryStaysFlat() throws InterruptedException {
    FlatMemory.stays(new ImitationTraining(policy, episodes, 4, 0));
  }

  @Test
  void withoutDemonstrationsThereIsNothingToLearn() {
    assertThrows(IllegalArgumentException.class, () -> new ImitationTraining(policy, List.of(), 0));
  }
}
