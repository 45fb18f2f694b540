package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import mirrorlab.nn.Tensors;

/**
 * The paper's alignment loss, bidirectional InfoNCE on cosines, with several positives a row in
 * SupCon's form (Khosla et al., 2020: the mean over positives outside the logarithm).
 *
 * <pre>
 *   sᵢⱼ = uᵢ·eⱼ / τ
 *   L = ½ · meanᵢ mean_{p ∈ P(i)} −log( exp sᵢₚ / Σⱼ exp sᵢⱼ )      U → E: rows
 *     + ½ · meanⱼ mean_{p ∈ P(j)} −log( exp sₚⱼ / Σᵢ exp sᵢⱼ )      E → U: columns
 * </pre>
 *
 * With one positive a row it is 0 at best; with m it is log m at best.
 */
public final class InfoNce {
  private InfoNce() {}

  /**
   * The loss of a batch.
   *
   * @param u B×Z embeddings of U, of unit length
   * @param e B×Z embeddings of E, of unit length
   * @param positives B×B: 1 where uᵢ and eⱼ belong together, 0 elsewhere; at least one 1 in each
   *     row and column
   * @param temperature τ; the paper's is 0.1
   * @return a scalar
   */
  public static NDArray loss(NDArray u, NDArray e, NDArray positives, double temperature) {
    NDArray similarity = Tensors.scaled(u.matMul(e.transpose()), 1 / temperature);
    return Tensors.scaled(
        direction(similarity, positives, 1).add(direction(similarity, positives, 0)), 0.5);
  }

  /** B labels → B×B, 1 where two are equal and 0 elsewhere. */
  public static NDArray positives(NDManager manager, int[] labels) {
    int n = labels.length;
    float[] same = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        same[i * n + j] = labels[i] == labels[j] ? 1 : 0;
      }
    }
    return Tensors.of(manager, same, n, n);
  }

  /** The softmax runs along {@code axis}; the other axis counts the queries. */
  private static NDArray direction(NDArray similarity, NDArray positives, int axis) {
    NDArray share = positives.div(positives.sum(new int[] {axis}, true));
    return Tensors.scaled(
        similarity.logSoftmax(axis).mul(share).sum(), -1.0 / similarity.getShape().get(0));
  }
}
