package mirrorlab.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.data.Episode;
import mirrorlab.nn.Vocabulary;
import mirrorlab.world.Pose;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImitationTrainingTest {
  private final List<Episode> episodes =
      BlockWorld.episodes(1, 20).stream().filter(ImitationTrainingTest::leadsAway).toList();
  private final KeyframePolicy policy =
      new KeyframePolicy(
          new PolicySize(Crop.TABLE, 16, 4, 4, 8, 1, 8, 0, 1, 1),
          Vocabulary.of(episodes.stream().map(Episode::instruction).toList()),
          0);

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
    float[] batch = training.batch(5).views();
    training.batch(6);
    assertArrayEquals(batch, new ImitationTraining(policy, episodes, 7).batch(5).views());
  }

  @Test
  void withoutDemonstrationsThereIsNothingToLearn() {
    assertThrows(IllegalArgumentException.class, () -> new ImitationTraining(policy, List.of(), 0));
  }
}
