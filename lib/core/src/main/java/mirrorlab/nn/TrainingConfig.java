package mirrorlab.nn;

/**
 * Training configuration: schedule, regularisation and weight averaging.
 *
 * @param schedule learning rate of every step, and the number of steps
 * @param weightDecay weight decay of {@link AdamW}
 * @param maxGradNorm maximum global norm of the gradients
 * @param emaDecay decay of the {@link WeightAverage}, which becomes the final weights; 0 for none
 */
public record TrainingConfig(
    Schedule schedule, double weightDecay, double maxGradNorm, double emaDecay) {

  /** Checks that the numbers make sense. */
  public TrainingConfig {
    boolean finite = Double.isFinite(weightDecay) && Double.isFinite(maxGradNorm);
    if (!(finite && weightDecay >= 0 && maxGradNorm > 0 && emaDecay >= 0 && emaDecay < 1)) {
      throw new IllegalArgumentException(
          "training needs a finite weight decay ≥ 0, a finite maxGradNorm > 0 and 0 ≤ emaDecay < 1, not "
              + weightDecay
              + ", "
              + maxGradNorm
              + " and "
              + emaDecay);
    }
  }
}
