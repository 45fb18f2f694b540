package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermutationNullTest {
  private static final int[] FREE = new int[60];

  @Test
  void anExactMatchIsAsUnlikelyAsThePermutationsCanTell() {
    PermutationNull found = PermutationNull.of(permutation -> fixed(permutation), FREE, 99, 1);
    assertEquals(1, found.scores()[0]);
    assertEquals(1 / 100.0, found.p(0));
    assertEquals(1, found.calibrated(0));
  }

  @Test
  void aScoreThatTellsNothingIsNotSignificant() {
    PermutationNull found = PermutationNull.of(permutation -> new double[] {0.3}, FREE, 99, 1);
    assertEquals(1, found.p(0));
    assertEquals(0, found.calibrated(0));
  }

  @Test
  void theNullIsThatOfTheLargestOfAllScoresSearched() {
    // Score 0 is above its null by less than score 1 reaches by chance in the second permutation.
    PermutationNull found =
        PermutationNull.of(
            new double[] {0.3, 0.1},
            List.of(new double[] {0.1, 0.1}, new double[] {0.1, 0.9}, new double[] {0.2, 0.1}));
    // By hand: score 0 has mean 0.175, deviation √0.006875, so z = 1.508; score 1 has mean 0.3 and
    // deviation √0.12, so its 0.9 is z = 1.732.
    assertEquals(0.6 / Math.sqrt(0.12), found.largest()[2], 1e-12);
    assertEquals(2 / 4.0, found.p(0));
    assertEquals(1, found.p(1));
  }

  @Test
  void aScoreWithAHighNullDoesNotHideOneWithALowNull() {
    // Score 0 is always around 0.7; score 1 is found at 0.3 and is around 0.01 by chance.
    Random random = new Random(3);
    List<double[]> dealt = new ArrayList<>();
    for (int k = 0; k < 199; k++) {
      dealt.add(
          new double[] {0.7 + 0.02 * random.nextGaussian(), 0.01 + 0.02 * random.nextGaussian()});
    }
    PermutationNull found = PermutationNull.of(new double[] {0.7, 0.3}, dealt);
    assertTrue(found.p(0) > 0.3, "p = " + found.p(0));
    assertEquals(1 / 200.0, found.p(1));
    assertTrue(found.calibrated(1) > 0.15, "calibrated = " + found.calibrated(1));
    assertEquals(0, found.calibrated(0));
    assertTrue(found.chance()[0][0] > found.scores()[1], "raw maxima would have hidden it");
  }

  @Test
  void calibrationMeasuresFromTheNulls95PercentQuantile() {
    List<double[]> dealt = IntStream.range(0, 19).mapToObj(i -> new double[] {i / 50.0}).toList();
    PermutationNull found = PermutationNull.of(new double[] {0.8}, dealt);
    // The 19th of 20 ascending is the null's largest, 0.36.
    assertEquals((0.8 - 0.36) / (1 - 0.36), found.calibrated(0), 1e-12);
    assertEquals(1 / 20.0, found.p(0));
  }

  @Test
  void aSearchFindsNothingWhereThereIsNothing() {
    // Five unrelated scores of unlike spread: the smallest p is at or below 0.1 in a tenth of
    // cases.
    Random random = new Random(9);
    int small = 0;
    for (int trial = 0; trial < 200; trial++) {
      List<double[]> drawn = new ArrayList<>();
      for (int k = 0; k < 40; k++) {
        double[] scores = new double[5];
        for (int i = 0; i < 5; i++) {
          scores[i] = i + Math.pow(10, -i) * random.nextGaussian();
        }
        drawn.add(scores);
      }
      PermutationNull found = PermutationNull.of(drawn.get(0), drawn.subList(1, 40));
      double least = IntStream.range(0, 5).mapToDouble(found::p).min().orElseThrow();
      small += least <= 0.1 ? 1 : 0;
    }
    assertTrue(small >= 8 && small <= 34, small + " of 200 at or below 0.1");
  }

  @Test
  void withinGroupsItemsKeepTheirGroup() {
    int[] groups = new Random(2).ints(60, 0, 4).toArray();
    PermutationNull.of(
        permutation -> {
          for (int i = 0; i < groups.length; i++) {
            assertEquals(groups[i], groups[permutation[i]]);
          }
          assertEquals(60, Arrays.stream(permutation).distinct().count());
          return new double[] {0};
        },
        groups,
        20,
        3);
  }

  @Test
  void pValuesOfUnrelatedScoresAreSpreadEvenly() {
    Random random = new Random(4);
    int small = 0;
    for (int trial = 0; trial < 100; trial++) {
      double[] a = random.doubles(20).toArray();
      double[] b = random.doubles(20).toArray();
      PermutationNull found =
          PermutationNull.of(
              permutation -> {
                double sum = 0;
                for (int i = 0; i < 20; i++) {
                  sum += a[i] * b[permutation[i]] / 20;
                }
                return new double[] {sum};
              },
              new int[20],
              39,
              trial);
      small += found.p(0) <= 0.2 ? 1 : 0;
    }
    assertTrue(small >= 10 && small <= 30, small + " of 100 at or below 0.2");
  }

  @Test
  void theSeedDecidesThePermutations() {
    double[] once = PermutationNull.of(p -> fixed(p), FREE, 50, 7).largest();
    assertArrayEquals(once, PermutationNull.of(p -> fixed(p), FREE, 50, 7).largest());
    assertTrue(!Arrays.equals(once, PermutationNull.of(p -> fixed(p), FREE, 50, 8).largest()));
  }

  /** The share of items that stay where they are. */
  private static double[] fixed(int[] permutation) {
    double stay = IntStream.range(0, permutation.length).filter(i -> permutation[i] == i).count();
    return new double[] {stay / permutation.length};
  }
}
