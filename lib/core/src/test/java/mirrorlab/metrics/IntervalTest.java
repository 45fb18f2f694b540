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
  void clustersOfEqualItemsCountOnceEach() {
    // 40 clusters of 25 equal values: as uncertain as 40 values, not as 1,000.
    SplittableRandom random = new SplittableRandom(6);
    double[] centres = random.doubles(40).toArray();
    double[] values = new double[1000];
    int[] clusters = new int[1000];
    for (int i = 0; i < 1000; i++) {
      values[i] = centres[i % 40];
      clusters[i] = i % 40;
    }
    Interval mean = Interval.ofClusters(values, clusters, 1);
    Interval few = Interval.ofMean(centres, 1);
    assertEquals(few.high() - few.low(), mean.high() - mean.low(), 0.02);
    Interval naive = Interval.ofMean(values, 1);
    assertTrue(mean.high() - mean.low() > 4 * (naive.high() - naive.low()));
    assertEquals(1000, mean.n());
  }

  @Test
  void aLargeClusterWeighsByItsItems() {
    // Three items of 1 in one cluster, one of 0 in another; a resample holds AA, AB or BB.
    Interval mean = Interval.ofClusters(new double[] {1, 1, 0, 1}, new int[] {7, 7, 9, 7}, 1);
    assertEquals(0.75, mean.value());
    assertEquals(0, mean.low());
    assertEquals(1, mean.high());
  }

  @Test
  void clusteredIntervalsCoverTheTruthWherePlainOnesDoNot() {
    SplittableRandom random = new SplittableRandom(8);
    int clustered = 0;
    int plain = 0;
    for (int trial = 0; trial < 200; trial++) {
      double[] values = new double[200];
      int[] clusters = new int[200];
      for (int c = 0; c < 40; c++) {
        double centre = random.nextDouble();
        for (int k = 0; k < 5; k++) {
          values[5 * c + k] = centre + 0.1 * (random.nextDouble() - 0.5);
          clusters[5 * c + k] = c;
        }
      }
      clustered += covers(Interval.ofClusters(values, clusters, trial)) ? 1 : 0;
      plain += covers(Interval.ofMean(values, trial)) ? 1 : 0;
    }
    assertTrue(clustered >= 176 && clustered <= 199, "covered " + clustered + " of 200");
    assertTrue(plain < 150, "covered " + plain + " of 200");
  }

  private static boolean covers(Interval mean) {
    return mean.low() <= 0.5 && 0.5 <= mean.high();
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
    assertThrows(
        IllegalArgumentException.class, () -> Interval.ofClusters(new double[2], new int[3], 1));
    assertThrows(IllegalArgumentException.class, () -> Interval.exactly(Double.NaN));
  }
}
