package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void wilsonAgreesWithPublishedValues() {
    // Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    int[][] cases = {{81, 263}, {15, 148}, {0, 20}, {1, 29}};
    double[][] ends = {{.2553, .3662}, {.0624, .1605}, {0, .1611}, {.0061, .1718}};
    for (int i = 0; i < cases.length; i++) {
      Interval rate = Interval.ofRate(cases[i][0], cases[i][1]);
      assertEquals(ends[i][0], rate.low(), 1e-4);
      assertEquals(ends[i][1], rate.high(), 1e-4);
    }
  }

  @Test
  void allSuccessesStillLeaveDoubt() {
    Interval rate = Interval.ofRate(20, 20);
    assertEquals(1, rate.value());
    assertEquals(1, rate.high());
    assertEquals(1 - .1611, rate.low(), 1e-4);
  }

  @Test
  void bootstrapOfAMeanComesNearTheNormalInterval() {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(400).toArray();
    Interval mean = Interval.ofMean(values, 1);
    double half = 1.96 * Math.sqrt(1 / 12.0 / 400);
    assertEquals(mean.value() - half, mean.low(), half / 10);
    assertEquals(mean.value() + half, mean.high(), half / 10);
    assertEquals(400, mean.n());
  }

  @Test
  void bootstrapCoversTheTruthAbout95TimesIn100() {
    SplittableRandom random = new SplittableRandom(4);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      Interval mean = Interval.ofMean(random.doubles(50).toArray(), trial);
      covered += mean.low() <= 0.5 && 0.5 <= mean.high() ? 1 : 0;
    }
    assertTrue(covered >= 178 && covered <= 199, "covered " + covered + " of 200");
  }

  @Test
  void theSeedDecidesTheDraws() {
    double[] values = new SplittableRandom(5).doubles(30).toArray();
    assertEquals(Interval.ofMean(values, 7), Interval.ofMean(values, 7));
    assertNotEquals(Interval.ofMean(values, 7), Interval.ofMean(values, 8));
  }

  @Test
  void refusesWhatIsNoMeasurement() {
    assertThrows(IllegalArgumentException.class, () -> Interval.ofRate(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Interval.ofRate(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Interval.ofMean(new double[0], 1));
    assertThrows(IllegalArgumentException.class, () -> Interval.exactly(Double.NaN));
  }
}
