package mirrorlab.metrics;

/** The verdict on an interval of a difference, given a {@link Margin}. */
public enum Verdict {
  /** The interval lies above 0 and reaches beyond the margin. */
  HIGHER("higher"),
  /** The interval lies below 0 and reaches beyond the margin. */
  LOWER("lower"),
  /** The interval lies inside the margin, whether or not it holds 0. */
  EQUIVALENT("equivalent"),
  /** The interval holds 0 and reaches beyond the margin. */
  CANNOT_TELL("cannot tell");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
