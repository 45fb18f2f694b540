package mirrorlab.nn;

/**
 * The learning rate of every step: a linear warm-up, then half a cosine down to 0.
 *
 * <pre>  rate(s) = peak · min(1, (s + 1) / warmup) · ½(1 + cos(π s / steps))</pre>
 *
 * @param peak highest learning rate
 * @param warmup number of warm-up steps
 * @param steps number of steps of the whole training
 */
public record Schedule(double peak, long warmup, long steps) {

  /** Checks that the numbers make sense. */
  public Schedule {
    if (!(peak > 0 && Double.isFinite(peak)) || warmup < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "a schedule needs a finite peak > 0, warmup ≥ 1 and steps ≥ 1, not "
              + peak
              + ", "
              + warmup
              + " and "
              + steps);
    }
  }

  /** The learning rate of step {@code s}, counted from 0. */
  public double rate(long s) {
    double warm = Math.min(1, (s + 1.0) / warmup);
    return peak * warm * 0.5 * (1 + Math.cos(Math.PI * s / steps));
  }
}
