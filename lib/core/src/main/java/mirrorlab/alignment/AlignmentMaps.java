package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;

/**
 * The two linear maps T_u and T_e of the paper, from representations to a shared space:
 *
 * <pre>  z_u = T_u(u) / ‖T_u(u)‖      z_e = T_e(e) / ‖T_e(e)‖      T(x) = W·x + b </pre>
 */
public final class AlignmentMaps {
  private final Linear understanding;
  private final Linear execution;

  /**
   * Maps with fresh weights, named {@code understanding.*} and {@code execution.*}.
   *
   * @param understandingWidth D of U's representations
   * @param executionWidth D of E's representations
   * @param width Z of the shared space
   */
  public AlignmentMaps(
      Parameters parameters, int understandingWidth, int executionWidth, int width) {
    understanding = new Linear(parameters.at("understanding"), understandingWidth, width);
    execution = new Linear(parameters.at("execution"), executionWidth, width);
  }

  /** U's representations N×D → embeddings N×Z of unit length. */
  public NDArray understanding(NDArray representations) {
    return understanding.forward(representations).normalize(2, 1);
  }

  /** E's representations N×D → embeddings N×Z of unit length. */
  public NDArray execution(NDArray representations) {
    return execution.forward(representations).normalize(2, 1);
  }
}
