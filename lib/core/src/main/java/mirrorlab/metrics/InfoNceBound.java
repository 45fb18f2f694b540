package mirrorlab.metrics;

import java.util.Locale;

/**
 * InfoNCE's lower bound on information (van den Oord et al., 2018), in nats:
 *
 * <pre>
 *   log B − L,   L = −½ meanᵢ log softmaxⱼ(s)ᵢᵢ − ½ meanⱼ log softmaxᵢ(s)ⱼⱼ
 * </pre>
 *
 * <p>The expectation over batches is at most the information that both sides hold about the
 * matching of their B items. It is also at most the mutual information I(U; E), but only if the B
 * pairs are drawn independently: then every wrong partner is drawn from the marginal, and may by
 * chance fit as well as the right one. If the pairs of a batch are chosen to differ, such as one
 * per instruction, it can exceed I(U; E).
 *
 * <p>It cannot exceed {@code log B}, however much information the two share: near that ceiling it
 * means no more than "at least this". It is negative if the scores are worse than uniform ones.
 */
public final class InfoNceBound {
  private InfoNceBound() {}

  /**
   * The bound from the scores of one batch.
   *
   * @param scores B×B similarities divided by the temperature; the only pairs are item i of both
   *     sides
   * @throws IllegalArgumentException if the scores are not square, or if one is NaN or infinite
   */
  public static double of(double[][] scores) {
    Finite.check("the scores", scores);
    int n = scores.length;
    if (scores[0].length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "scores of pairs are square; these are %d×%d", n, scores[0].length));
    }
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
