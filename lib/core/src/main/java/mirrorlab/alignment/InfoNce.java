package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import mirrorlab.nn.Tensors;

/**
 * InfoNCE with several positives per query in SupCon's form (Khosla et al., 2020: the mean over
 * positives outside the logarithm). The paper's alignment loss is the mean of both directions:
 *
 * <pre>
 *   sᵢⱼ = uᵢ·eⱼ / τ
 *   L = ½ · meanᵢ mean_{p ∈ P(i)} −log( exp sᵢₚ / Σⱼ exp sᵢⱼ )      U → E: rows
 *     + ½ · meanⱼ mean_{p ∈ P(j)} −log( exp sₚⱼ / Σᵢ exp sᵢⱼ )      E → U: columns
 * </pre>
 *
 * Its minimum is 0 with one positive per query and log m with m positives.
 */
final class InfoNce {
  private InfoNce() {}

  /** Cosines over the temperature: Q×Z queries and C×Z candidates of unit length → Q×C. */
  static NDArray scores(NDArray queries, NDArray candidates, double temperature) {
    return Tensors.scaled(queries.matMul(candidates.transpose()), 1 / temperature);
  }

  /**
   * One direction: each query looks for its positives among the candidates. Queries without any are
   * left out of the mean.
   *
   * @param scores Q×C
   * @param positives Q×C: 1 where query and candidate belong together, 0 elsewhere
   * @return a scalar
   */
  static NDArray direction(NDArray scores, NDArray positives) {
    NDArray one = Tensors.of(scores.getManager(), new float[] {1});
    NDArray count = positives.sum(new int[] {1}, true); // Q×1
    NDArray share = positives.div(count.maximum(one));
    NDArray asked = count.minimum(one).sum().maximum(one);
    return scores.logSoftmax(1).mul(share).sum().neg().div(asked).sum();
  }

  /** Q and C labels → Q×C, 1 where two are equal and 0 elsewhere. */
  static NDArray positives(NDManager manager, int[] queries, int[] candidates) {
    float[] same = new float[queries.length * candidates.length];
    for (int i = 0; i < queries.length; i++) {
      for (int j = 0; j < candidates.length; j++) {
        same[i * candidates.length + j] = queries[i] == candidates[j] ? 1 : 0;
      }
    }
    return Tensors.of(manager, same, queries.length, candidates.length);
  }
}
