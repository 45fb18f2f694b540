package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import mirrorlab.nn.Tensors;

/**
 * The paper's alignment loss, bidirectional InfoNCE on cosines, with several positives per row in
 * SupCon's form (Khosla et al., 2020: the mean over positives outside the logarithm).
 *
 * <pre>
 *   sᵢⱼ = uᵢ·eⱼ / τ
 *   L = ½ · meanᵢ mean_{p ∈ P(i)} −log( exp sᵢₚ / Σⱼ exp sᵢⱼ )      U → E: rows
 *     + ½ · meanⱼ mean_{p ∈ P(j)} −log( exp sₚⱼ / Σᵢ exp sᵢⱼ )      E → U: columns
 * </pre>
 *
 * Its minimum is 0 with one positive per row and log m with m positives.
 */
public final class InfoNce {
  private InfoNce() {}

  /**
   * The loss of a batch.
   *
   * @param u B×Z embeddings of U, of unit length
   * @param e B×Z embeddings of E, of unit length
   * @param positives B×B: 1 where uᵢ and eⱼ belong together, 0 elsewhere
   * @param temperature τ; the paper's is 0.1
   * @return a scalar
   * @throws IllegalArgumentException if τ is not above 0, or if the shapes do not fit each other
   */
  public static NDArray loss(NDArray u, NDArray e, NDArray positives, double temperature) {
    AlignmentSettings.require(temperature > 0, "τ", temperature, "above 0");
    long b = u.getShape().get(0);
    if (!u.getShape().equals(e.getShape()) || !positives.getShape().equals(new Shape(b, b))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pairs need embeddings of one shape B×Z and positives B×B; these are %s, %s and %s",
              u.getShape(),
              e.getShape(),
              positives.getShape()));
    }
    NDArray scores = scores(u, e, temperature);
    return Tensors.scaled(
        direction(scores, positives).add(direction(scores.transpose(), positives.transpose())),
        0.5);
  }

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
  public static NDArray positives(NDManager manager, int[] queries, int[] candidates) {
    float[] same = new float[queries.length * candidates.length];
    for (int i = 0; i < queries.length; i++) {
      for (int j = 0; j < candidates.length; j++) {
        same[i * candidates.length + j] = queries[i] == candidates[j] ? 1 : 0;
      }
    }
    return Tensors.of(manager, same, queries.length, candidates.length);
  }
}
