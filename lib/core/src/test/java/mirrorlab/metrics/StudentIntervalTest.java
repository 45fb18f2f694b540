package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StudentIntervalTest {
  @Test
  void quantilesAgreeWithScipy() {
    // src/test/python/student.py
    int[] degreesOfFreedom = {1, 2, 4, 17, 43};
    double[] quantiles = {12.706205, 4.302653, 2.776445, 2.109816, 2.016692};
    for (int i = 0; i < quantiles.length; i++) {
      assertEquals(quantiles[i], StudentInterval.critical(degreesOfFreedom[i]), 1e-6);
    }
  }

  @Test
  void aMeanAgreesWithScipy() {
    Interval mean = StudentInterval.of(new double[] {0.021, -0.004, 0.013}); // student.py
    assertEquals(0.01, mean.value(), 1e-12);
    assertEquals(-0.021715, mean.low(), 1e-6);
    assertEquals(0.041715, mean.high(), 1e-6);
    assertEquals(3, mean.n());
  }

  @Test
  void weightsCountInTheMeanAndInTheError() {
    // θ = 0.5·1 + 0.25·0 + 0.25·0 = 0.5; e = 0.25, −0.125, −0.125; se² = 3/2 · 0.09375.
    Interval it = StudentInterval.of(new double[] {1, 0, 0}, new double[] {0.5, 0.25, 0.25});
    assertEquals(0.5, it.value(), 1e-12);
    assertEquals(4.302653 * Math.sqrt(1.5 * 0.09375), it.high() - it.value(), 1e-6);
  }

  @Test
  void oneValueHasNoInterval() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StudentInterval.of(new double[] {0.3}));
    assertTrue(e.getMessage().contains("at least two"), e.getMessage());
  }
}
