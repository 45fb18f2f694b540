package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final List<String> PURPOSES =
      List.of("shifts", "wordings", "watched", "beginnings", "codes", "maps", "placebo");

  private static double[] drawn(SplittableRandom random) {
    return random.doubles(2000).toArray();
  }

  private static double correlation(double[] a, double[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - 0.5) * (b[i] - 0.5);
    }
    return 12 * product / a.length;
  }

  @Test
  void everyPurposeHasAStreamOfItsOwn() {
    for (int i = 0; i < PURPOSES.size(); i++) {
      double[] own = drawn(Seeds.at(3, PURPOSES.get(i), 7));
      assertArrayEquals(own, drawn(Seeds.at(3, PURPOSES.get(i), 7)));
      assertEquals(0, correlation(own, drawn(Seeds.at(3, 7))), 0.1);
      assertEquals(0, correlation(own, drawn(Seeds.at(3, PURPOSES.get(i), 8))), 0.1);
      assertEquals(0, correlation(own, drawn(Seeds.at(4, PURPOSES.get(i), 7))), 0.1);
      for (int j = 0; j < i; j++) {
        assertEquals(0, correlation(own, drawn(Seeds.at(3, PURPOSES.get(j), 7))), 0.1);
      }
    }
  }

  @Test
  void seedsOfPurposesDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (String purpose : PURPOSES) {
        seeds.add(Seeds.of(seed, purpose));
      }
    }
    assertEquals(100 * PURPOSES.size(), seeds.size());
  }
}
