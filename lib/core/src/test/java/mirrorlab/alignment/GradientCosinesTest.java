package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.episode.Episode;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.Test;

class GradientCosinesTest {
  private static GradientCosines cosines(AlignmentSettings settings, boolean twice)
      throws Exception {
    List<Episode> episodes = Performances.ofNineTasks(36);
    Vocabulary words =
        Vocabulary.of(episodes.stream().flatMap(e -> e.instructions().stream()).toList());
    try (VideoTextEncoder u = new VideoTextEncoder(VideoTextSize.mini(), words, 1);
        KeyframePolicy e = new KeyframePolicy(PolicySize.mini(), words, 1);
        JointTraining training = new JointTraining(u, e, episodes, settings, 4)) {
      JointTraining.Batch batch = training.batch(0);
      GradientCosines first = GradientCosines.of(training, batch);
      if (twice) {
        float[] gradient =
            e.parameters().trainable().get("coarse.out.weight").getGradient().toFloatArray();
        assertArrayEquals(new float[gradient.length], gradient, "the gradients are 0 afterwards");
        GradientCosines again = GradientCosines.of(training, batch);
        assertEquals(first.execution(), again.execution(), 1e-6);
        assertEquals(0, training.state().get("memory.execution.added").getFloat());
      }
      return first;
    }
  }

  @Test
  void theyAreCosinesAndNothingIsRemembered() throws Exception {
    GradientCosines found = cosines(AlignmentSettings.DEFAULT, true);
    assertTrue(Math.abs(found.understanding()) <= 1 && found.understanding() != 0);
    assertTrue(Math.abs(found.execution()) <= 1 && found.execution() != 0);
  }

  @Test
  void aRandomCodeAsksNothingOfU() throws Exception {
    GradientCosines found =
        cosines(AlignmentSettings.DEFAULT.with(it -> it.partner = Partner.RANDOM_CODE), false);
    assertEquals(0, found.understanding());
    assertTrue(found.execution() != 0);
  }
}
