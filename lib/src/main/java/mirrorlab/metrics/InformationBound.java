package mirrorlab.metrics;

/**
 * InfoNCE's lower bound on the mutual information of two representations (van den Oord et al.,
 * 2018), in nats:
 *
 * <pre>
 *   I(U; E) ≥ log B − L,   L = −½ meanᵢ log softmaxⱼ(s)ᵢᵢ − ½ meanⱼ log softmaxᵢ(s)ⱼⱼ
 * </pre>
 *
 * <p>It cannot exceed {@code log B}, however much the two share: near that ceiling it says no more
 * than "at least this". It is negative where the scores are worse than none.
 */
public final class InformationBound {
  private InformationBound() {}

  /**
   * The bound from the scores of one batch.
   *
   * @param scores B×B similarities divided by the temperature; item i of both sides is a pair, and
   *     no two others are
   */
  public static double of(double[][] scores) {
    int n = scores.length;
    double loss = 0;
    for (int i = 0; i < n; i++) {
      double[] column = new double[n];
      for (int j = 0; j < n; j++) {
        column[j] = scores[j][i];
      }
      loss += logSumExp(scores[i]) + logSumExp(column) - 2 * scores[i][i];
    }
    return Math.log(n) - loss / (2 * n);
  }

  private static double logSumExp(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - most);
    }
    return most + Math.log(sum);
  }
}
