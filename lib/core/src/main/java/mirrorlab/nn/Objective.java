package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What {@link Training} makes small, batch by batch.
 *
 * @param <B> a batch: plain Java values, no arrays of DJL
 */
public interface Objective<B> {
  /**
   * The batch of a step: a function of the step (and of a fixed seed) alone, so that a resumed
   * training sees the same ones. Called in a background thread while the step before is computed.
   *
   * @param step counted from 0
   */
  B batch(long step);

  /**
   * The named parts of the loss, scalars; the order is that of columns and legends. Called once a
   * step, in the order of the steps.
   */
  Map<String, NDArray> losses(B batch);

  /**
   * With which weight a part enters the loss, by its name: 1 where there is none, 0 for what is
   * only measured.
   */
  default Map<String, Double> lossWeights() {
    return Map.of();
  }

  /**
   * Arrays that change with every step and are not learnt, such as a memory of past batches: a
   * checkpoint holds them, and a resumed training goes on with them.
   */
  default Map<String, NDArray> state() {
    return Map.of();
  }
}
