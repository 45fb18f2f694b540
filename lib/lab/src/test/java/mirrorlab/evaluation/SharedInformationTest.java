package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SharedInformationTest {
  private static final int INSTRUCTIONS = 6;

  /** Cosines of 6 instructions' episodes; the pairs of each episode are good or bad by chance. */
  private static INDArray similarity(int episodes, long seed) {
    Random random = new Random(seed);
    float[][] cosines = new float[episodes][episodes];
    for (int i = 0; i < episodes; i++) {
      float own = random.nextBoolean() ? 0.9f : 0;
      for (int j = 0; j < episodes; j++) {
        cosines[i][j] = i == j ? own : 0.1f * random.nextFloat();
      }
    }
    return Nd4j.createFromArray(cosines);
  }

  private static int[] labels(int episodes) {
    return IntStream.range(0, episodes).map(i -> i % INSTRUCTIONS).toArray();
  }

  private static Metric bound(int episodes, long seed) {
    return SharedInformation.metrics("", similarity(episodes, seed), labels(episodes), 0.1, 0)
        .get(0);
  }

  @Test
  void theIntervalIsThatOfTheEpisodesNotOfTheBatches() {
    // Between sets of 60 episodes the bound varies; an interval of one must be as wide as that.
    double[] bounds = IntStream.range(0, 60).mapToDouble(seed -> bound(60, seed).value()).toArray();
    double mean = IntStream.range(0, 60).mapToDouble(i -> bounds[i]).average().orElseThrow();
    double deviation =
        Math.sqrt(
            IntStream.range(0, 60).mapToDouble(i -> Math.pow(bounds[i] - mean, 2)).sum() / 59);
    Metric one = bound(60, 100);
    double half = (one.high() - one.low()) / 2;
    assertEquals(1.96 * deviation, half, 0.35 * 1.96 * deviation);
    assertEquals(60, one.n());
  }

  @Test
  void moreEpisodesMakeItNarrower() {
    Metric few = bound(60, 1);
    Metric many = bound(600, 1);
    assertTrue(many.high() - many.low() < 0.6 * (few.high() - few.low()));
  }

  @Test // so it is no lower bound on I(U; E), and its Javadoc has these numbers
  void negativesOfOtherInstructionsAloneMakeItMoreThanTheMutualInformation() {
    // Two instructions; E takes one for the other in a tenth of its episodes.
    int n = 400;
    double score = Math.log(15.5); // the best for both directions
    int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
    float[][] scores = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int taken = j % 20 < 2 ? 1 - labels[j] : labels[j];
        scores[i][j] = labels[i] == taken ? (float) score : 0;
      }
    }
    double mutual = Math.log(2) + 0.1 * Math.log(0.1) + 0.9 * Math.log(0.9);
    assertEquals(0.368, mutual, 1e-3);
    INDArray similarity = Nd4j.createFromArray(scores);
    double mean =
        IntStream.range(0, 40)
            .mapToDouble(
                seed -> SharedInformation.metrics("", similarity, labels, 1, seed).get(0).value())
            .average()
            .orElseThrow();
    assertEquals(0.423, mean, 0.02);
  }

  @Test
  void refusesWhatIsNoSimilarityOrTemperature() {
    int[] labels = {0, 1};
    for (double tau : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SharedInformation.metrics("", Nd4j.zeros(2, 2), labels, tau, 0));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SharedInformation.metrics("", Nd4j.zeros(2, 3), labels, 1, 0));
    IllegalArgumentException nan =
        assertThrows(
            IllegalArgumentException.class,
            () -> SharedInformation.temperature(Nd4j.valueArrayOf(2, 2, Double.NaN), labels, 0));
    assertTrue(nan.getMessage().contains("row 0, column 0"), nan.getMessage());
  }

  @Test
  void theTemperatureFitsTheScaleOfTheCosines() {
    // Right pairs lead by 0.06: that is clear at τ = 0.02 and nearly nothing at τ = 0.5. Where one
    // pair in three is wrong, certainty costs more than it earns.
    float[][] near = new float[12][12];
    float[][] doubtful = new float[12][12];
    for (int i = 0; i < 12; i++) {
      near[i][i] = 0.06f;
      doubtful[i][i % 3 == 0 ? (i + 1) % 12 : i] = 0.9f;
    }
    int[] labels = IntStream.range(0, 12).toArray();
    assertEquals(0.02, SharedInformation.temperature(Nd4j.createFromArray(near), labels, 0));
    double warm = SharedInformation.temperature(Nd4j.createFromArray(doubtful), labels, 0);
    assertTrue(warm >= 0.15, "τ = " + warm);
    List<Metric> metrics =
        SharedInformation.metrics("", Nd4j.createFromArray(doubtful), labels, warm, 0);
    assertEquals(warm, metrics.get(2).value());
    List<Metric> cold =
        SharedInformation.metrics("", Nd4j.createFromArray(doubtful), labels, 0.02, 0);
    assertTrue(metrics.get(0).value() > cold.get(0).value() + 1);
  }
}
