package mirrorlab.nn;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training tells after every step.
 *
 * @param step how many steps are done
 * @param steps of the whole training
 * @param losses parts of the loss by name, in the model's order and without their weights
 * @param lossWeights of the parts, by name; 1 where there is none, 0 for what is only measured
 * @param rates learning rate of this step, by parameter group
 * @param elapsed time spent, that before a resumption included
 * @param left estimate of the time to come
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

  /** The loss: the weighted sum of the parts. */
  public double loss() {
    return weighted().values().stream().mapToDouble(Double::doubleValue).sum();
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
