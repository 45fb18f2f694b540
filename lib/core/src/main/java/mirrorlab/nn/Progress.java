package mirrorlab.nn;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training's report after a step.
 *
 * @param step number of steps done
 * @param steps number of steps of the whole training
 * @param losses parts of the loss by name, in the model's order and without their weights
 * @param lossWeights of the parts, by name; 1 if missing, 0 for parts that are only measured
 * @param rates learning rate of this step, by parameter group
 * @param elapsed time spent, including that before a resumption
 * @param left estimate of the remaining time
 * @param waiting share of the time since the start or resumption in which no batch was ready, 0 to
 *     1
 */
public record Progress(
    long step,
    long steps,
    Map<String, Double> losses,
    Map<String, Double> lossWeights,
    Map<String, Double> rates,
    Duration elapsed,
    Duration left,
    double waiting) {

  /** Prefix of a learning rate's name; {@code of GROUP} follows if there are several. */
  public static final String RATE = "rate";

  /** Prefix of a weighted part's name, before the part's own name. */
  public static final String WEIGHTED = "weighted ";

  /** The loss: the weighted sum of the parts. */
  public double loss() {
    return weighted().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * All numbers of the step by name, in the order of columns: learning rates, unweighted parts of
   * the loss and, if parts have weights, the weighted ones.
   */
  public Map<String, Double> columns() {
    Map<String, Double> columns = new LinkedHashMap<>();
    rates.forEach(
        (group, rate) -> columns.put(RATE + (group.isEmpty() ? "" : " of " + group), rate));
    columns.putAll(losses);
    if (!lossWeights.isEmpty()) {
      weighted().forEach((name, loss) -> columns.put(WEIGHTED + name, loss));
    }
    return columns;
  }

  /** The parts with their weights, without those that are only measured. */
  public Map<String, Double> weighted() {
    Map<String, Double> weighted = new LinkedHashMap<>();
    losses.forEach(
        (name, loss) -> {
          double weight = lossWeights.getOrDefault(name, 1.0);
          if (weight != 0) {
            weighted.put(name, weight * loss);
          }
        });
    return weighted;
  }
}
