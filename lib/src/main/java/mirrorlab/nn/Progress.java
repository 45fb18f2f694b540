package mirrorlab.nn;

import java.time.Duration;
import java.util.Map;

/**
 * What a training tells after every step.
 *
 * @param step how many steps are done
 * @param steps of the whole training
 * @param losses parts of the loss by name, in the model's order
 * @param rate learning rate of this step
 * @param elapsed time spent, that before a resumption included
 * @param left estimate of the time to come
 * @param waiting share of the time since the start or resumption in which no batch was ready, 0 to
 *     1
 */
public record Progress(
    long step,
    long steps,
    Map<String, Double> losses,
    double rate,
    Duration elapsed,
    Duration left,
    double waiting) {

  /** The sum of the parts. */
  public double loss() {
    return losses.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
