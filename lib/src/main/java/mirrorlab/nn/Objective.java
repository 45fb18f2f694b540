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

  /** The named scalars whose sum is made small; the order is that of columns and legends. */
  Map<String, NDArray> losses(B batch);
}
