package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TsneProjectionTest {
  @Test
  void upTo300EpisodesAreShown() {
    assertArrayEquals(new int[] {0, 1, 2}, TsneProjection.some(3, 5));
    assertEquals(300, TsneProjection.some(300, 5).length);
    int[] some = TsneProjection.some(1800, 5);
    assertEquals(300, Arrays.stream(some).distinct().count());
    assertTrue(some[0] >= 0 && some[299] < 1800);
  }

  @Test
  void ofEpisodesInTurnsAllTurnsAreShown() {
    for (int turns : new int[] {2, 3, 4, 6, 20}) {
      long[] shown = new long[turns];
      Arrays.stream(TsneProjection.some(1800, 0)).forEach(i -> shown[i % turns]++);
      assertTrue(Arrays.stream(shown).allMatch(n -> n > 150 / turns), Arrays.toString(shown));
    }
  }
}
