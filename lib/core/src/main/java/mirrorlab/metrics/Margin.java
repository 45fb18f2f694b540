package mirrorlab.metrics;

/**
 * A margin of equivalence: two arms whose success differs by less count as equal.
 *
 * @param share of episodes, on either side of 0
 */
public record Margin(double share) {

  /** Checks that the share is from 0 to 1. */
  public Margin {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a margin is a share from 0 to 1, not " + share);
    }
  }

  /** ±1.5 points, on instructions that were trained on. */
  public static final Margin SEEN = new Margin(0.015);

  /** ±3 points, on instructions that were not trained on: there are fewer of them. */
  public static final Margin UNSEEN = new Margin(0.03);

  /**
   * The verdict on a difference's interval. "Equivalent" is decided first: a difference that is
   * certain but smaller than the margin does not matter. With a 95 % interval this is stricter than
   * the usual two one-sided 5 % tests, which use the 90 % interval.
   */
  public Verdict judge(Interval difference) {
    if (-share < difference.low() && difference.high() < share) {
      return Verdict.EQUIVALENT;
    }
    if (difference.low() > 0) {
      return Verdict.HIGHER;
    }
    return difference.high() < 0 ? Verdict.LOWER : Verdict.CANNOT_TELL;
  }
}
