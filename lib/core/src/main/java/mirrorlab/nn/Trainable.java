package mirrorlab.nn;

/**
 * A model with all that {@link Training} needs to train it.
 *
 * @param <B> a batch: plain Java values, no arrays of DJL
 */
public interface Trainable<B> extends Objective<B> {
  /** What is learnt. */
  Parameters parameters();
}
