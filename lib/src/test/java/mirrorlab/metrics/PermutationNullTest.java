package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
    // By hand: score 0 is 0.2 as found, and score 1 drives the null up to 0.9.
    boolean[] first = {true};
    PermutationNull found =
        PermutationNull.of(
            permutation -> {
              double[] scores = {first[0] ? 0.2 : 0.1, first[0] ? 0.5 : 0.9};
              first[0] = false;
              return scores;
            },
            FREE,
            19,
            1);
    assertEquals(1, found.p(0));
    assertEquals(1, found.p(1));
  }

  @Test
  void calibrationMeasuresFromTheNulls95PercentQuantile() {
    PermutationNull found =
        new PermutationNull(
            new double[] {0.8}, IntStream.range(0, 19).mapToDouble(i -> i / 50.0).toArray());
    // The 19th of 20 ascending is the null's largest, 0.36.
    assertEquals((0.8 - 0.36) / (1 - 0.36), found.calibrated(0), 1e-12);
    assertEquals(1 / 20.0, found.p(0));
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
