package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Metrics of ties, constants, extreme scales, NaN, infinities and too few rows. */
class DegenerateInputTest {
  private static final int N = 90;
  private static final int K = 10;

  private static float[][] gaussian(int rows, int columns, long seed) {
    Random random = new Random(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private static INDArray oneHots(int items, int classes, Random random) {
    float[][] rows = new float[items][classes];
    for (float[] row : rows) {
      row[random.nextInt(classes)] = 1;
    }
    return Matrices.of(rows);
  }

  /** Each row by a factor of its own around the given one. */
  private static float[][] scaled(float[][] rows, double scale, long seed) {
    Random random = new Random(seed);
    float[][] scaled = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double factor = scale * (1 + random.nextDouble());
      scaled[i] = rows[i].clone();
      for (int j = 0; j < scaled[i].length; j++) {
        scaled[i][j] = (float) (factor * rows[i][j]);
      }
    }
    return scaled;
  }

  private static float[][] constant(int rows) {
    float[][] values = new float[rows][];
    Arrays.fill(values, gaussian(1, 7, 3)[0]);
    return values;
  }

  @Test
  void tiedNeighboursCountAsOftenAsChanceTakesThem() {
    // Two classes of three: of an item's two equals one is taken, (1/2)² + (1/2)² of it shared.
    INDArray two = Matrices.of(new float[][] {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, {0, 1}});
    assertEquals(1 / 2.0, MutualKnn.of(two, 1).mutual(MutualKnn.of(two, 1)), 1e-12);
    // Both equals, and one of the three others: (2 + 3 · (1/3)²) / 3.
    assertEquals(7 / 9.0, MutualKnn.of(two, 3).mutual(MutualKnn.of(two, 3)), 1e-12);
    assertEquals(1, MutualKnn.of(two, 5).mutual(MutualKnn.of(two, 5)), 1e-12);
  }

  @Test
  void aCollapsedRepresentationHasChanceNeighboursAtAnyScale() {
    double chance = K / (N - 1.0);
    MutualKnn equal = MutualKnn.of(Matrices.of(constant(N)), K);
    for (double scale : new double[] {1, 1e25, 1e-30}) {
      MutualKnn collapsed = MutualKnn.of(Matrices.of(scaled(constant(N), scale, 5)), K);
      assertEquals(chance, equal.mutual(collapsed), 1e-12);
      MutualKnn other = MutualKnn.of(Matrices.of(gaussian(N, 5, 6)), K);
      assertEquals(chance, collapsed.mutual(other), 1e-12);
    }
    MutualKnn zeros = MutualKnn.of(Matrices.of(new float[N][4]), K);
    assertEquals(chance, zeros.mutual(zeros), 1e-12);
  }

  @Test
  void independentOneHotsAreAtChanceWithEvenlySpreadPValues() {
    Random random = new Random(1);
    int trials = 100;
    double mutual = 0;
    int small = 0;
    for (int trial = 0; trial < trials; trial++) {
      MutualKnn a = MutualKnn.of(oneHots(N, 9, random), K);
      MutualKnn b = MutualKnn.of(oneHots(N, 9, random), K);
      mutual += a.mutual(b) / trials;
      PermutationNull found =
          PermutationNull.of(
              permutation -> new double[] {a.mutual(b, permutation)}, new int[N], 39, trial);
      small += found.p(0) <= 0.2 ? 1 : 0;
    }
    assertEquals(K / (N - 1.0), mutual, 0.005);
    assertTrue(small >= 10 && small <= 30, small + " of 100 at or below 0.2");
  }

  @Test
  void oneHotsInTheOrderOfTheirClassesAreAtChanceUnderPermutations() {
    float[][] blocks = new float[N][9];
    for (int i = 0; i < N; i++) {
      blocks[i][i / 10] = 1;
    }
    MutualKnn near = MutualKnn.of(Matrices.of(blocks), K);
    // Nine equals, and one of the 80 others, any of which may be taken on either side.
    assertEquals((9 + 80 / (80.0 * 80)) / K, near.mutual(near), 1e-12);
    double[] dealt =
        PermutationNull.permutations(new int[N], 400, 1).stream()
            .mapToDouble(permutation -> near.mutual(near, permutation))
            .toArray();
    assertEquals(K / (N - 1.0), Arrays.stream(dealt).average().orElseThrow(), 0.003);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e25, 1e-30, 1e-38, 1e37})
  void theScaleOfRowsChangesNothing(double scale) {
    float[][] rows = gaussian(N, 12, 7);
    INDArray small = Matrices.of(rows);
    INDArray large = Matrices.of(scaled(rows, scale, 8));
    // Below 1.2e-38 floats have fewer digits.
    double rounding = scale < 1e-37 ? 1e-5 : 1e-6;
    assertEquals(1, MutualKnn.of(small, K).mutual(MutualKnn.of(large, K)), 1e-3);
    assertEquals(
        1, Cka.of(Matrices.unitRows(small)).cka(Cka.of(Matrices.unitRows(large))), rounding);
    float[][] cosine = Matrices.cosine(small, large).toFloatMatrix();
    for (int i = 0; i < N; i++) {
      assertEquals(1, cosine[i][i], rounding);
    }
    assertArrayEquals(
        Matrices.cosine(small, small).toFloatMatrix()[3], cosine[3], (float) rounding);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e25, 1e-30, 1e150, 1e-150, 1e300})
  void ckaOfRawRowsAndPagesDoNotDependOnOneScaleForAll(double scale) {
    INDArray rows = Nd4j.createFromArray(doubles(gaussian(N, 12, 9)));
    INDArray scaled = rows.mul(scale);
    assertEquals(1, Cka.of(rows).cka(Cka.of(scaled)), 1e-6);
    double[][] p = Tsne.affinities(Tsne.squaredDistances(rows), 20);
    assertArrayEquals(p[0], Tsne.affinities(Tsne.squaredDistances(scaled), 20)[0], 1e-8);
  }

  private static double[][] doubles(float[][] rows) {
    return Arrays.stream(rows)
        .map(row -> IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray())
        .toArray(double[][]::new);
  }

  @Test
  void aLargeMeanTakesNoDigitsFromCka() {
    INDArray rows = Nd4j.createFromArray(doubles(gaussian(N, 12, 10)));
    INDArray other =
        Nd4j.createFromArray(doubles(gaussian(N, 5, 11))).add(rows.getColumns(1, 2, 3, 4, 5));
    double cka = Cka.of(rows).cka(Cka.of(other));
    assertEquals(cka, Cka.of(rows.add(1e5)).cka(Cka.of(other.add(-3e5))), 1e-6);
  }

  @Test
  void ckaOfACollapsedRepresentationIsAnError() {
    List<INDArray> collapsed =
        List.of(
            Matrices.of(constant(N)),
            Matrices.of(constant(4)),
            Matrices.of(new float[N][3]),
            Matrices.of(constant(N)).mul(1e25),
            Matrices.unitRows(Matrices.of(scaled(constant(N), 1, 4))), // rounding is all it has
            Nd4j.createFromArray(doubles(constant(N))).mul(0.1));
    for (INDArray rows : collapsed) {
      assertRefused("equal but for rounding", () -> Cka.of(rows));
    }
    float[][] outlier = constant(N);
    outlier[5] = new float[7];
    assertRefused("differ in at most one item", () -> Cka.of(Matrices.of(outlier)));
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void oneBadNumberIsNamedByRowAndColumn(float bad) {
    float[][] rows = gaussian(N, 5, 1);
    rows[4][2] = bad;
    INDArray matrix = Nd4j.createFromArray(rows);
    INDArray good = Matrices.of(gaussian(N, 5, 2));
    String where = "row 4, column 2 of the features is " + bad;
    assertRefused(where, () -> Matrices.of(rows));
    assertRefused(where, () -> Matrices.unitRows(matrix));
    assertRefused(where, () -> Matrices.cosine(matrix, good));
    assertRefused(where, () -> Matrices.cosine(good, matrix));
    assertRefused(where, () -> MutualKnn.of(matrix, K));
    assertRefused(where, () -> Cka.of(matrix));
    assertRefused(where, () -> Tsne.embed(matrix, K, 0));
  }

  @Test
  void aBadSimilarityIsNamedByRowAndColumn() {
    int[] labels = {0, 1, 2, 3};
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[][] similarity = new float[4][4];
      similarity[3][1] = bad;
      String where = "row 3, column 1 of the similarity is " + bad;
      List<Consumer<float[][]>> metrics =
          List.of(
              it -> Retrieval.places(it, labels, labels),
              it -> Retrieval.hits(Nd4j.createFromArray(it), labels, labels, 1),
              it -> Retrieval.within(it, labels, labels), // even where it would be hidden
              it -> Retrieval.withoutOwn(it, labels, labels),
              it -> Retrieval.csls(it, 2));
      for (Consumer<float[][]> metric : metrics) {
        assertRefused(where, () -> metric.accept(similarity));
      }
    }
    double[][] scores = {{1, 0}, {Double.NEGATIVE_INFINITY, 1}};
    assertRefused("row 1, column 0 of the scores is -Inf", () -> InfoNceBound.of(scores));
    assertRefused("these are 1×2", () -> InfoNceBound.of(new double[][] {{1, 2}}));
    assertRefused("no rows in the scores", () -> InfoNceBound.of(new double[0][]));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aBadScoreHasNoPValue(double bad) {
    assertRefused(
        "score 1 is " + bad,
        () -> PermutationNull.of(new double[] {0, bad}, List.of(new double[] {0, 0})));
    assertRefused(
        "under permutation 0, score 1 is " + bad,
        () -> PermutationNull.of(new double[] {0, 0}, List.of(new double[] {0, bad})));
    assertRefused("value 2 is " + bad, () -> Interval.ofMean(new double[] {0, 1, bad}, 0));
    assertRefused(
        "value 0 is " + bad, () -> Interval.ofClusters(new double[] {bad}, new int[1], 0));
    assertRefused("resample 1 is " + bad, () -> Interval.ofResamples(0, new double[] {0, bad}, 2));
    assertRefused("value 1 is " + bad, () -> StudentInterval.of(new double[] {0, bad}));
    assertRefused(
        "weight 0 is " + bad, () -> StudentInterval.of(new double[] {0, 1}, new double[] {bad, 0}));
    assertRefused(
        "the difference of task 0, episode 1 is " + bad,
        () -> HierarchicalBootstrap.of(new double[][][] {{{0, bad}}}, 0));
    assertRefused(
        "of episode 7 is " + bad, () -> new PairedDifference.Item("task", "words", "7", bad));
    assertRefused("not " + bad, () -> new Margin(bad));
    assertRefused("not " + bad, () -> DetectableDifference.of(bad, 3));
  }

  @Test
  void scoresThatDifferByRoundingAloneAreEqual() {
    // Of three permutations one gives the observed score again, added in another order.
    double again = 0.1 + 0.2 + 0.3;
    PermutationNull found =
        PermutationNull.of(
            new double[] {Math.nextUp(again)},
            List.of(new double[] {again}, new double[] {0.1}, new double[] {0.2}));
    assertEquals(2 / 4.0, found.p(0));
  }

  @Test
  void pValuesDoNotDependOnTheScaleOfTheScores() {
    Random random = new Random(2);
    double[] draws = random.doubles(40).toArray();
    double[] p =
        Arrays.stream(new double[] {1, 1e12, 1e-12})
            .map(
                scale ->
                    PermutationNull.of(
                            new double[] {0.9 * scale},
                            Arrays.stream(draws).mapToObj(x -> new double[] {x * scale}).toList())
                        .p(0))
            .toArray();
    assertEquals(p[0], p[1]);
    assertEquals(p[0], p[2]);
    assertTrue(p[0] < 0.3);
  }

  @Test
  void tooLittleIsRefusedWithWhatIsNeeded() {
    int[] none = {};
    assertRefused("no rows in the features", () -> Matrices.of(new float[0][]));
    assertRefused("row 0 of the features has 0 columns", () -> Matrices.of(new float[1][0]));
    assertRefused(
        "row 1 of the features has 1 columns and row 0 has 2",
        () -> Matrices.of(new float[][] {{1, 2}, {3}}));
    assertRefused("at least 4 rows, not 3", () -> Cka.of(Matrices.of(gaussian(3, 2, 0))));
    assertRefused("there are 1 items", () -> MutualKnn.of(Matrices.of(gaussian(1, 2, 0)), 1));
    assertRefused(
        "at least 4 items, not 3", () -> Tsne.embed(Matrices.of(gaussian(3, 2, 0)), 1, 0));
    assertRefused(
        "at least 4 items, not 1", () -> Tsne.embed(Matrices.of(gaussian(1, 2, 0)), 1, 0));
    assertRefused("no rows in the similarity", () -> Retrieval.places(new float[0][], none, none));
    assertRefused("no rows in the similarity", () -> Retrieval.csls(new float[0][], 1));
    assertRefused("no rows in the similarity", () -> Retrieval.chance(none, none, 1));
    assertRefused("has 0 columns", () -> Retrieval.chance(new int[1], none, 1));
    assertRefused("k is 0", () -> Retrieval.chance(new int[1], new int[1], 0));
    assertRefused("k is 0", () -> Retrieval.csls(new float[2][2], 0));
    assertRefused("k is -1", () -> new Retrieval.Place(0, 1, 0).hit(-1));
    assertRefused("no items to permute", () -> PermutationNull.permutations(none, 1, 0));
    assertRefused("one permutation", () -> PermutationNull.of(new double[1], List.of()));
    assertRefused("one score", () -> PermutationNull.of(new double[0], List.of(new double[0])));
    assertRefused(
        "permutation 0 has 2 scores and the observed order 1",
        () -> PermutationNull.of(new double[1], List.of(new double[2])));
    assertRefused("at least one resample", () -> Interval.ofResamples(0, new double[0], 1));
    assertRefused("at least one seed", () -> HierarchicalBootstrap.of(new double[0][][], 0));
    assertRefused("one task", () -> HierarchicalBootstrap.of(new double[1][0][], 0));
    assertRefused("at least two values", () -> StudentInterval.of(new double[0]));
    assertRefused(
        "to sum to 1, not to 0.9",
        () -> StudentInterval.of(new double[] {1, 2}, new double[] {0.5, 0.4}));
    assertRefused("a difference needs", () -> PairedDifference.of(List.of(), it -> it.task()));
    assertRefused(
        "a difference needs episodes", () -> PairedDifference.of(List.of(List.of()), it -> ""));
  }

  @Test
  void aPageOfEqualItemsIsStillAPage() {
    double[][] page = Tsne.embed(Matrices.of(constant(12)), 3, 0);
    assertTrue(Arrays.stream(page).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite));
  }

  private static void assertRefused(String part, Executable metric) {
    String message = assertThrows(IllegalArgumentException.class, metric).getMessage();
    assertTrue(message.contains(part), message);
  }
}
