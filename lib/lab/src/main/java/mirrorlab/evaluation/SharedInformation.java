package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import mirrorlab.metrics.InfoNceBound;
import mirrorlab.metrics.Interval;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The information in the embeddings about which execution belongs to which video, in nats: {@link
 * InfoNceBound}, averaged over batches of one episode per instruction.
 *
 * <p>It is a lower bound on the information about the random order of such a batch. It is not a
 * lower bound on the mutual information I(U; E) of an episode, which would require negatives from
 * the marginal distribution, including the same instruction. Since each instruction occurs once, an
 * execution can also be found by exclusion. For two instructions that E confuses in a tenth of its
 * episodes, I(U; E) is 0.37 nats, but this bound reaches 0.42.
 */
public final class SharedInformation {
  /** The name in records, in nats. */
  public static final String BOUND = "information bound";

  /** The name of the upper limit of the bound: the logarithm of the number of instructions. */
  public static final String CEILING = "information ceiling";

  /** The name of the τ used for the bound. */
  public static final String TEMPERATURE = "information temperature";

  private static final double[] TEMPERATURES = {0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5};
  private static final int BATCHES = 50;
  private static final int RESAMPLES = 200;
  private static final int BATCHES_OF_A_RESAMPLE = 20;

  private final float[][] cosines;
  private final List<int[]> instructions; // the episodes of each

  private SharedInformation(INDArray similarity, int[] labels) {
    if (labels.length == 0
        || similarity.rows() != labels.length
        || similarity.columns() != labels.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the information needs a similarity of N×N and N instructions, at least one; they are %d×%d and %d",
              similarity.rows(),
              similarity.columns(),
              labels.length));
    }
    cosines = similarity.toFloatMatrix();
    Map<Integer, List<Integer>> episodes = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      episodes.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    instructions =
        episodes.values().stream()
            .map(same -> same.stream().mapToInt(Integer::intValue).toArray())
            .toList();
  }

  /**
   * Bound, ceiling and temperature. The interval's bootstrap draws the episodes of each instruction
   * with replacement; the instructions are fixed, since one drawn twice would not give a pair.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param instructions N instruction labels
   * @param temperature τ, above 0
   * @param seed of the batches and the bootstrap
   * @throws IllegalArgumentException if a similarity is NaN or infinite, or if τ is not above 0
   */
  public static List<Metric> metrics(
      String arm, INDArray similarity, int[] instructions, double temperature, long seed) {
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException("τ is " + temperature + "; it has to be above 0");
    }
    SharedInformation shared = new SharedInformation(similarity, instructions);
    SplittableRandom random = new SplittableRandom(seed);
    double bound = shared.mean(shared.instructions, temperature, BATCHES, random);
    double[] resamples = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      List<int[]> drawn =
          shared.instructions.stream()
              .map(same -> random.ints(same.length, 0, same.length).map(i -> same[i]).toArray())
              .toList();
      resamples[r] = shared.mean(drawn, temperature, BATCHES_OF_A_RESAMPLE, random);
    }
    double ceiling = Math.log(shared.instructions.size());
    return List.of(
        Metric.of(
            arm, BOUND, Metric.ALL, Interval.ofResamples(bound, resamples, instructions.length)),
        Metric.of(arm, CEILING, Metric.ALL, Interval.exactly(ceiling)),
        Metric.of(arm, TEMPERATURE, Metric.ALL, Interval.exactly(temperature)));
  }

  /**
   * The τ from 0.02 to 0.5 that maximises the bound. Choose it on other episodes than the record's,
   * so that the recorded value remains a bound.
   */
  public static double temperature(INDArray similarity, int[] instructions, long seed) {
    SharedInformation shared = new SharedInformation(similarity, instructions);
    return Arrays.stream(TEMPERATURES)
        .boxed()
        .max(
            (a, b) ->
                Double.compare(
                    shared.mean(shared.instructions, a, BATCHES, new SplittableRandom(seed)),
                    shared.mean(shared.instructions, b, BATCHES, new SplittableRandom(seed))))
        .orElseThrow();
  }

  private double mean(
      List<int[]> episodes, double temperature, int batches, SplittableRandom random) {
    return IntStream.range(0, batches)
        .mapToDouble(b -> bound(episodes, temperature, random))
        .average()
        .orElseThrow();
  }

  private double bound(List<int[]> episodes, double temperature, SplittableRandom random) {
    int[] batch = episodes.stream().mapToInt(same -> same[random.nextInt(same.length)]).toArray();
    double[][] scores = new double[batch.length][batch.length];
    for (int i = 0; i < batch.length; i++) {
      for (int j = 0; j < batch.length; j++) {
        scores[i][j] = cosines[batch[i]][batch[j]] / temperature;
      }
    }
    return InfoNceBound.of(scores);
  }
}
