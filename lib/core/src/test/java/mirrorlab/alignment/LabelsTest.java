package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void anInstructionIsATaskAndAVariationAndAnEpisodeHasASeed() {
    Labels labels =
        Labels.of(
            List.of(
                episode("jar", 0, 1),
                episode("jar", 1, 1),
                episode("drawer", 0, 1),
                episode("jar", 1, 2),
                episode("jar", 1, 1)));
    assertArrayEquals(new int[] {0, 1, 2, 3, 1}, labels.episodes());
    assertArrayEquals(new int[] {0, 1, 2, 1, 1}, labels.instructions());
    assertArrayEquals(new int[] {0, 0, 1, 0, 0}, labels.tasks());
    assertArrayEquals(new int[] {1, 0}, labels.at(2, 1).tasks());
    assertArrayEquals(new int[] {2, 1}, labels.at(2, 1).episodes());
  }

  @Test
  void everyItemHasAllThree() {
    assertThrows(
        IllegalArgumentException.class, () -> new Labels(new int[2], new int[2], new int[3]));
  }

  private static Episode episode(String task, int variation, long seed) {
    return new Episode(
        task, variation, List.of("do"), seed, Outcome.SUCCESS, 1, List.of(), List.of());
  }
}
