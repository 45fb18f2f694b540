package mirrorlab.nn;

/**
 * How long and how fast a model is trained.
 *
 * @param schedule learning rate of every step, and how many there are
 * @param decay weight decay of {@link AdamW}
 * @param clip longest norm of all gradients together
 * @param average decay of the {@link WeightAverage} with which the model ends; 0 for none
 */
public record Recipe(Schedule schedule, double decay, double clip, double average) {

  /** Checks that the numbers make sense. */
  public Recipe {
    boolean finite = Double.isFinite(decay) && Double.isFinite(clip);
    if (!(finite && decay >= 0 && clip > 0 && average >= 0 && average < 1)) {
      throw new IllegalArgumentException(
          "a recipe needs finite decay ≥ 0, finite clip > 0 and 0 ≤ average < 1, not "
              + decay
              + ", "
              + clip
              + " and "
              + average);
    }
  }
}
