package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.metrics.InformationBound;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Retrieval;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The paper's probe with what it must be read beside: the gallery is the test episodes, a hit is an
 * episode of the same instruction, and the controls are trained and tested in the same way.
 */
public final class SpontaneousAlignment {
  private SpontaneousAlignment() {}

  /** {@link Metric#by} where only episodes of the query's task compete. */
  public static final String WITHIN_TASK = "within task";

  /** The arm of maps that were trained on {@link Pairs#shuffled} pairs of the same encoders. */
  public static final String SHUFFLED = "shuffled pairs";

  /** The arm of what a similarity that tells nothing would get. */
  public static final String CHANCE = "chance";

  /** The name of the bound on the information that both share, in nats. */
  public static final String BOUND = "information bound";

  /** The largest that the bound can be: the logarithm of the batch's size. */
  public static final String CEILING = "information ceiling";

  private static final int BATCHES = 50;
  private static final int[] KS = {1, 5, 10};

  /**
   * Two encoders' representations.
   *
   * @param train episodes on which the maps are trained
   * @param test episodes on which they are asked
   */
  public record Encoded(Pairs train, Pairs test) {}

  /** What was found, to be put into a {@link Result}. */
  public record Findings(List<Metric> metrics, List<Metric> references) {}

  /**
   * Trains and tests one probe for the encoders, one for shuffled pairs, and one for each control.
   *
   * @param arm name of the encoders in the record
   * @param controls by name, such as untrained encoders
   */
  public static Findings measure(
      String arm,
      Encoded encoders,
      Map<String, Encoded> controls,
      Probe.Settings settings,
      long seed)
      throws InterruptedException {
    List<Metric> references = new ArrayList<>();
    Pairs shuffled = encoders.train.shuffled(seed);
    references.addAll(probe(SHUFFLED, new Encoded(shuffled, encoders.test), settings, seed));
    for (Map.Entry<String, Encoded> control : controls.entrySet()) {
      references.addAll(probe(control.getKey(), control.getValue(), settings, seed));
    }
    references.addAll(chance(encoders.test.labels()));
    return new Findings(probe(arm, encoders, settings, seed), references);
  }

  private static List<Metric> probe(String arm, Encoded encoded, Probe.Settings settings, long seed)
      throws InterruptedException {
    try (Probe probe = Probe.train(encoded.train, settings, seed)) {
      INDArray similarity = probe.similarity(encoded.test);
      return metrics(arm, similarity, encoded.test.labels(), settings, seed);
    }
  }

  /**
   * What a trained probe finds in a gallery: {@link #recall}, and the bound on the information that
   * the embeddings share, a mean over batches of one episode an instruction.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param seed of the bootstrap and the batches
   */
  public static List<Metric> metrics(
      String arm, INDArray similarity, Labels test, Probe.Settings settings, long seed) {
    List<Metric> metrics = new ArrayList<>(recall(arm, similarity, test, seed));
    float[][] cosines = similarity.toFloatMatrix();
    SplittableRandom random = new SplittableRandom(seed);
    double[] bounds = new double[BATCHES];
    int size = 0;
    for (int b = 0; b < BATCHES; b++) {
      int[] batch = oneOfEach(test.instructions(), random);
      size = batch.length;
      double[][] scores = new double[size][size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          scores[i][j] = cosines[batch[i]][batch[j]] / settings.temperature();
        }
      }
      bounds[b] = InformationBound.of(scores);
    }
    metrics.add(Metric.of(arm, BOUND, Metric.ALL, Interval.ofMean(bounds, seed)));
    metrics.add(Metric.of(arm, CEILING, Metric.ALL, Interval.exactly(Math.log(size))));
    return metrics;
  }

  /** One item of each label, in the order in which the labels first occur. */
  private static int[] oneOfEach(int[] labels, SplittableRandom random) {
    Map<Integer, List<Integer>> items = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i++) {
      items.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    return items.values().stream()
        .mapToInt(same -> same.get(random.nextInt(same.size())))
        .toArray();
  }

  /**
   * Recall@1, 5 and 10 of each direction and of both ({@code recall@1}: the mean), over the whole
   * gallery and within tasks, with intervals by bootstrap over episodes.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param seed of the bootstrap
   */
  public static List<Metric> recall(String arm, INDArray similarity, Labels test, long seed) {
    List<Metric> metrics = new ArrayList<>();
    for (Gallery gallery : galleries(similarity, test)) {
      for (int k : KS) {
        double[] there = gallery.hits(gallery.similarity, k);
        double[] back = gallery.hits(gallery.similarity.transpose(), k);
        double[] both = mean(there, back);
        String name = "recall@" + k;
        metrics.add(Metric.of(arm, name, gallery.by, Interval.ofMean(both, seed)));
        metrics.add(
            Metric.of(arm, name + " video→execution", gallery.by, Interval.ofMean(there, seed)));
        metrics.add(
            Metric.of(arm, name + " execution→video", gallery.by, Interval.ofMean(back, seed)));
      }
    }
    return metrics;
  }

  /** Item by item, of both directions. */
  static double[] mean(double[] there, double[] back) {
    double[] both = new double[there.length];
    Arrays.setAll(both, i -> (there[i] + back[i]) / 2);
    return both;
  }

  /** The same {@code recall@k} for a similarity that tells nothing; for k = 1 the mean of m/N. */
  public static List<Metric> chance(Labels test) {
    List<Metric> metrics = new ArrayList<>();
    for (Gallery gallery : galleries(Nd4j.zeros(test.size(), test.size()), test)) {
      for (int k : KS) {
        double mean = Arrays.stream(gallery.hits(gallery.similarity, k)).average().orElseThrow();
        metrics.add(Metric.of(CHANCE, "recall@" + k, gallery.by, Interval.exactly(mean)));
      }
    }
    return metrics;
  }

  private record Gallery(String by, INDArray similarity, int[] labels) {
    double[] hits(INDArray similarity, int k) {
      return Retrieval.hits(similarity, labels, labels, k);
    }
  }

  private static List<Gallery> galleries(INDArray similarity, Labels test) {
    INDArray within = Retrieval.within(similarity, test.tasks(), test.tasks());
    return List.of(
        new Gallery(Metric.ALL, similarity, test.instructions()),
        new Gallery(WITHIN_TASK, within, test.instructions()));
  }
}
