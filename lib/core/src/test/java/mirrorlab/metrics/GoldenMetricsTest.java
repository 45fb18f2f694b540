package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against scikit-learn and SciPy: {@code src/test/python/retrieval.py}. */
class GoldenMetricsTest {
  private record Golden(
      float[][] u,
      float[][] e,
      int[] labels,
      double[] recalls,
      double[][] scores,
      double bound,
      float[][] clouds,
      double[] affinities,
      double divergence) {}

  private static Golden golden;

  @BeforeAll
  static void read() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            GoldenMetricsTest.class.getResourceAsStream("retrieval.json"),
            StandardCharsets.UTF_8)) {
      golden = new Gson().fromJson(reader, Golden.class);
    }
  }

  @Test
  void recall() {
    int[] ks = {1, 5, 10};
    for (int i = 0; i < ks.length; i++) {
      double[] hits =
          Retrieval.hits(
              Matrices.cosine(Matrices.of(golden.u), Matrices.of(golden.e)),
              golden.labels,
              golden.labels,
              ks[i]);
      assertEquals(golden.recalls[i], Arrays.stream(hits).average().orElseThrow(), 1e-9);
    }
  }

  @Test
  void informationBound() {
    assertEquals(golden.bound, InfoNceBound.of(golden.scores), 1e-9);
  }

  @Test
  void affinitiesOfTsne() {
    double[][] squares = Tsne.squaredDistances(Matrices.of(golden.clouds));
    // scikit-learn computes distances in single precision and stops its search sooner than we do.
    assertArrayEquals(golden.affinities, Tsne.affinities(squares, 12)[0], 2e-6);
  }

  @Test
  void thePageIsAsGoodAsThatOfScikitLearn() {
    double[][] p = Tsne.affinities(Tsne.squaredDistances(Matrices.of(golden.clouds)), 12);
    // Where it ends depends on where it begins, so the best of some is taken; theirs is one.
    double best = Double.POSITIVE_INFINITY;
    for (int seed = 0; seed < 5; seed++) {
      double[][] page = Tsne.embed(Matrices.of(golden.clouds), 12, seed);
      best = Math.min(best, Tsne.divergence(p, page));
    }
    assertEquals(golden.divergence, best, 0.1 * golden.divergence);
  }
}
