package mirrorlab.nn;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * The loss that {@link Training} minimises, batch by batch.
 *
 * @param <B> a batch: plain Java values, no arrays of DJL
 */
public interface Objective<B> {
  /**
   * The batch of a step: a function of the step (and of a fixed seed) alone, so that a resumed
   * training sees the same ones. Called in a background thread while the previous step is computed.
   *
   * @param step counted from 0
   */
  B batch(long step);

  /**
   * The named parts of the loss, scalars; their order is that of columns and legends. Called once
   * per step, in the order of the steps.
   */
  Map<String, NDArray> losses(B batch);

  /**
   * The weights of the parts in the loss, by name: 1 if missing, 0 for parts that are only
   * measured.
   */
  default Map<String, Double> lossWeights() {
    return Map.of();
  }

  /**
   * Arrays that change with every step and are not trainable, such as a memory of past batches: a
   * checkpoint holds them, and a resumed training continues with them.
   */
  default Map<String, NDArray> state() {
    return Map.of();
  }
}
