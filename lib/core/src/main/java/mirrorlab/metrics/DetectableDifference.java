package mirrorlab.metrics;

import java.util.Locale;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * The smallest true difference that a two-sided paired t test at the 5 % level detects with a power
 * of 80 %.
 *
 * <pre>
 *   power(δ) = P(|Z + δ·√n/σ| &gt; t(97.5 %, n − 1) · S) = 80 %      Z normal, S² = χ²(n − 1)/(n − 1)
 * </pre>
 */
public final class DetectableDifference {
  private static final double POWER = 0.8;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  private DetectableDifference() {}

  /**
   * The difference, in the unit of the deviation.
   *
   * @param deviation σ: standard deviation of the differences, one for each training
   * @param n trainings, at least two
   */
  public static double of(double deviation, int n) {
    if (n < 2 || !(deviation >= 0 && Double.isFinite(deviation))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a detectable difference needs a finite deviation, 0 or above, and at least two trainings, not %s and %d",
              deviation,
              n));
    }
    double shift = new BrentSolver(1e-9).solve(100, it -> power(it, n - 1) - POWER, 0, 50);
    return shift * deviation / Math.sqrt(n);
  }

  /** Power at a mean of t of {@code shift}: the normal's tails, weighted by the density of χ. */
  private static double power(double shift, int degreesOfFreedom) {
    double critical = StudentInterval.critical(degreesOfFreedom) / Math.sqrt(degreesOfFreedom);
    double half = degreesOfFreedom / 2.0;
    double scale = (1 - half) * Math.log(2) - Gamma.logGamma(half);
    return new IterativeLegendreGaussIntegrator(16, 1e-10, 1e-12)
        .integrate(
            100_000,
            chi -> {
              double density =
                  Math.exp(scale + (degreesOfFreedom - 1) * Math.log(chi) - chi * chi / 2);
              return density
                  * (NORMAL.cumulativeProbability(shift - critical * chi)
                      + NORMAL.cumulativeProbability(-shift - critical * chi));
            },
            0,
            Math.sqrt(degreesOfFreedom) + 8);
  }
}
