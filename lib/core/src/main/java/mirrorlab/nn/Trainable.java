package mirrorlab.nn;

/**
 * A model and its objective for {@link Training}.
 *
 * @param <B> a batch: plain Java values, no arrays of DJL
 */
public interface Trainable<B> extends Objective<B> {
  /** The model's arrays. */
  Parameters parameters();
}
