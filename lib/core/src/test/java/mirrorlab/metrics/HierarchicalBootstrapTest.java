package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HierarchicalBootstrapTest {
  @Test
  void eachTaskCountsTheSame() {
    double[][][] two = {{{1, 1, 1, 1}, {0, 0}}};
    Interval interval = HierarchicalBootstrap.of(two, 0);
    assertEquals(0.5, interval.value(), 1e-12);
    assertEquals(6, interval.n());
    // Of two tasks both, either or none may be drawn.
    assertEquals(0, interval.low(), 1e-12);
    assertEquals(1, interval.high(), 1e-12);
  }

  @Test
  void whatIsAlwaysTheSameHasNoWidth() {
    double[][][] same = {{{0.2, 0.2}, {0.2, 0.2}}, {{0.2, 0.2}, {0.2, 0.2}}};
    Interval interval = HierarchicalBootstrap.of(same, 0);
    assertEquals(0.2, interval.low(), 1e-12);
    assertEquals(0.2, interval.high(), 1e-12);
  }

  @Test
  void differencesBetweenTasksWidenIt() {
    Random random = new Random(1);
    double[][][] alike = new double[1][10][100];
    double[][][] unlike = new double[1][10][100];
    for (int t = 0; t < 10; t++) {
      for (int i = 0; i < 100; i++) {
        alike[0][t][i] = random.nextGaussian();
        unlike[0][t][i] = alike[0][t][i] + (t % 2 == 0 ? 1 : -1);
      }
    }
    Interval narrow = HierarchicalBootstrap.of(alike, 0);
    Interval wide = HierarchicalBootstrap.of(unlike, 0);
    // 1,000 independent values of deviation 1: ±1.96 / √1000 = ±0.062, and the tasks' own spread.
    assertEquals(0.13, narrow.high() - narrow.low(), 0.06);
    // Ten tasks of ±1: ±1.96 / √10.
    assertEquals(1.24, wide.high() - wide.low(), 0.15);
  }

  @Test
  void coversTheTruthAsOftenAsItSays() {
    Random random = new Random(2);
    int covered = 0;
    int worlds = 100;
    for (int w = 0; w < worlds; w++) {
      double[][][] seen = new double[1][18][20];
      for (int t = 0; t < 18; t++) {
        double task = 0.1 * random.nextGaussian();
        for (int i = 0; i < 20; i++) {
          seen[0][t][i] = 0.05 + task + 0.5 * random.nextGaussian();
        }
      }
      Interval interval = HierarchicalBootstrap.of(seen, w);
      covered += interval.low() <= 0.05 && 0.05 <= interval.high() ? 1 : 0;
    }
    assertTrue(covered >= 88, covered + " of 100");
  }

  @Test
  void refusesWhatIsNotPaired() {
    double[][][] uneven = {{{1, 2}}, {{1}}};
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> HierarchicalBootstrap.of(uneven, 0))
            .getMessage()
            .contains("the same tasks and episodes for every seed"));
  }
}
