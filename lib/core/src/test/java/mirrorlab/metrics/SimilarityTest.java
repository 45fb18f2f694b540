package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.Gson;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Unbiased CKA and mutual nearest neighbours. */
class SimilarityTest {
  /** A case computed by {@code src/test/python/similarity.py}. */
  record Golden(double[][] a, double[][] b, int k, double cka, double mutualKnn) {}

  static Golden[] golden() throws Exception {
    try (Reader reader =
        new InputStreamReader(
            SimilarityTest.class.getResourceAsStream("similarity.json"), StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, Golden[].class);
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithAnIndependentComputation(Golden golden) {
    INDArray a = Nd4j.createFromArray(golden.a);
    INDArray b = Nd4j.createFromArray(golden.b);
    assertEquals(golden.cka, Cka.of(a).cka(Cka.of(b)), 1e-6);
    assertEquals(
        golden.mutualKnn, MutualKnn.of(a, golden.k).mutual(MutualKnn.of(b, golden.k)), 1e-12);
  }

  @Test
  void countsSharedNeighboursByHand() {
    // Directions on a circle, in degrees: a has the pairs (0, 1) and (2, 3), b has (0, 2), (1, 3).
    MutualKnn a = MutualKnn.of(circle(0, 10, 90, 100), 1);
    MutualKnn b = MutualKnn.of(circle(0, 90, 10, 100), 1);
    assertEquals(1, a.mutual(a));
    assertEquals(0, a.mutual(b));
    // Dealing b's middle items anew makes the two the same.
    assertEquals(1, a.mutual(b, new int[] {0, 2, 1, 3}));
    MutualKnn more = MutualKnn.of(circle(0, 10, 21, 100), 2);
    // Of a's two nearest: {1,2}, {0,2}, {3,1}, {2,1} beside {1,2}, {0,2}, {1,0}, {2,1}.
    assertEquals(7 / 8.0, MutualKnn.of(circle(0, 10, 90, 101), 2).mutual(more));
  }

  @Test
  void turningAndScalingARepresentationChangesNothing() {
    Random random = new Random(1);
    INDArray a = gaussian(random, 40, 2);
    INDArray turn = Nd4j.createFromArray(new double[][] {{.6, -.8}, {.8, .6}});
    INDArray turned = a.mmul(turn).mul(7);
    assertEquals(1, Cka.of(a).cka(Cka.of(turned)), 1e-6);
    assertEquals(1, MutualKnn.of(a, 5).mutual(MutualKnn.of(turned, 5)), 1e-12);
  }

  @Test
  void dealingItemsAnewIsTheSameAsReorderingRows() {
    Random random = new Random(2);
    INDArray a = gaussian(random, 5, 3);
    INDArray b = gaussian(random, 5, 4);
    int[] permutation = {3, 0, 4, 1, 2};
    INDArray moved = b.getRows(permutation);
    assertEquals(Cka.of(a).cka(Cka.of(moved)), Cka.of(a).cka(Cka.of(b), permutation), 1e-6);
    assertEquals(
        MutualKnn.of(a, 2).mutual(MutualKnn.of(moved, 2)),
        MutualKnn.of(a, 2).mutual(MutualKnn.of(b, 2), permutation),
        1e-12);
  }

  @Test
  void severalAtOnceAreTheSameAsOneByOne() {
    Random random = new Random(5);
    List<Cka> several =
        List.of(
            Cka.of(gaussian(random, 9, 3)),
            Cka.of(gaussian(random, 9, 4)),
            Cka.of(gaussian(random, 9, 5)));
    Cka other = Cka.of(gaussian(random, 9, 2));
    int[] permutation = {8, 0, 4, 1, 2, 7, 3, 6, 5};
    double[] together = Cka.cka(several, other, permutation);
    for (int i = 0; i < 3; i++) {
      assertEquals(several.get(i).cka(other, permutation), together[i], 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource({"90, 512, 384, 0.83", "218, 512, 384, 0.67", "90, 64, 64, 0.42"})
  void unrelatedRepresentationsComeOutAtChanceButNotByBiasedCka(
      int n, int wide, int narrow, double biased) {
    Random random = new Random(3);
    double cka = 0;
    double mutual = 0;
    double naive = 0;
    for (int repeat = 0; repeat < 5; repeat++) {
      INDArray a = Matrices.unitRows(gaussian(random, n, wide));
      INDArray b = Matrices.unitRows(gaussian(random, n, narrow));
      cka += Cka.of(a).cka(Cka.of(b)) / 5;
      mutual += MutualKnn.of(a, 10).mutual(MutualKnn.of(b, 10)) / 5;
      naive += biasedCka(a, b) / 5;
    }
    assertEquals(0, cka, 0.02);
    assertEquals(10 / (n - 1.0), mutual, 0.01);
    assertEquals(biased, naive, 0.02);
  }

  @Test
  void refusesWhatIsNotDefined() {
    INDArray three = gaussian(new Random(4), 3, 2);
    INDArray same = Nd4j.ones(DataType.DOUBLE, 6, 2);
    assertThrows(IllegalArgumentException.class, () -> Cka.of(three));
    assertThrows(IllegalArgumentException.class, () -> Cka.of(same).cka(Cka.of(same)));
    assertThrows(IllegalArgumentException.class, () -> MutualKnn.of(three, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> MutualKnn.of(three, 1).mutual(MutualKnn.of(three, 2)));
  }

  private static double biasedCka(INDArray a, INDArray b) {
    INDArray centred = a.subRowVector(a.mean(0));
    INDArray other = b.subRowVector(b.mean(0));
    INDArray k = centred.mmul(centred.transpose());
    INDArray l = other.mmul(other.transpose());
    double cross = k.mul(l).sumNumber().doubleValue();
    return cross / (k.norm2Number().doubleValue() * l.norm2Number().doubleValue());
  }

  private static INDArray circle(double... degrees) {
    double[][] rows = new double[degrees.length][];
    for (int i = 0; i < degrees.length; i++) {
      double angle = Math.toRadians(degrees[i]);
      rows[i] = new double[] {Math.cos(angle), Math.sin(angle)};
    }
    return Nd4j.createFromArray(rows);
  }

  private static INDArray gaussian(Random random, int rows, int columns) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return Nd4j.createFromArray(values);
  }
}
