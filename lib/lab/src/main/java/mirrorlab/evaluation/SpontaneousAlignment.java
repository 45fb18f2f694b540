package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The paper's probe with its controls: the gallery is the test episodes, a hit is another episode
 * of the same instruction, and the controls are trained and tested in the same way.
 */
public final class SpontaneousAlignment {
  private SpontaneousAlignment() {}

  /** {@link Metric#by} for galleries of the query's task only. */
  public static final String WITHIN_TASK = "within task";

  /** The arm of maps that were trained on {@link Pairs#shuffled} pairs of the same encoders. */
  public static final String SHUFFLED = "shuffled pairs";

  /** The arm of encoders that are not ours, of which only the representations are given. */
  public static final String GIVEN = "execution";

  /** The arm of an uninformative similarity. */
  public static final String CHANCE = "chance";

  /**
   * Two encoders' representations.
   *
   * @param train episodes on which the maps are trained
   * @param test episodes on which the maps are tested
   */
  public record Encoded(Pairs train, Pairs test) {}

  /** The findings for a {@link Result}. */
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
   * The metrics of a trained probe in a gallery: {@link #recall}, and the information in the
   * embeddings about which execution belongs to which video, at the probe's τ ({@link
   * SharedInformation}).
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param seed of the bootstrap and the batches
   */
  public static List<Metric> metrics(
      String arm, INDArray similarity, Labels test, Probe.Settings settings, long seed) {
    List<Metric> metrics = new ArrayList<>(recall(arm, similarity, test, seed));
    metrics.addAll(
        SharedInformation.metrics(
            arm, similarity, test.instructions(), settings.temperature(), seed));
    return metrics;
  }

  /**
   * Recall@1, 5 and 10 of each direction and of both ({@code recall@1}: the mean), over the whole
   * gallery and within tasks ({@link ProbeItems}). The intervals' bootstrap draws instructions,
   * since episodes of one instruction are found or missed together.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param seed of the bootstrap
   */
  public static List<Metric> recall(String arm, INDArray similarity, Labels test, long seed) {
    return ProbeItems.of(similarity, test, test).metrics(arm, test.instructions(), seed);
  }

  /** The same {@code recall@k} for an uninformative similarity; for k = 1 it is (m−1)/(N−1). */
  public static List<Metric> chance(Labels test) {
    return ProbeItems.chance(List.of(test));
  }
}
