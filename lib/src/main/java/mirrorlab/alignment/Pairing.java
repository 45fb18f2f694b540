package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import mirrorlab.nn.Tensors;

/**
 * Which of the paired items count as showing the same action: the paper's three granularities, and
 * all of them at once.
 */
public enum Pairing {
  /** Only the video and the execution of one episode. */
  EPISODE(1, 0, 0),
  /** Any two episodes with the same instruction; the paper's default, and its best. */
  INSTRUCTION(0, 1, 0),
  /** Any two episodes of the same task. */
  TASK(0, 0, 1),
  /** The same episode most of all, the same instruction well, the same task still a little. */
  HIERARCHICAL(0.25, 0.5, 0.25);

  private final double episode;
  private final double instruction;
  private final double task;

  Pairing(double episode, double instruction, double task) {
    this.episode = episode;
    this.instruction = instruction;
    this.task = task;
  }

  /**
   * The alignment loss of a batch, a weighted sum over the granularities:
   *
   * <pre>  L = w_episode · L_episode + w_instruction · L_instruction + w_task · L_task</pre>
   *
   * <p>Each part is an {@link InfoNce} whose positives are the pairs that are alike at that
   * granularity; so a pair of one episode is pulled by all three, and one of another task by none.
   *
   * @param u B×Z embeddings of U, of unit length
   * @param e B×Z embeddings of E, of unit length
   * @param labels of the B items
   * @param temperature τ
   * @return a scalar
   */
  public NDArray loss(NDArray u, NDArray e, Labels labels, double temperature) {
    NDArray loss = Tensors.of(u.getManager(), new float[] {0}).sum();
    loss = plus(loss, episode, u, e, labels.episodes(), temperature);
    loss = plus(loss, instruction, u, e, labels.instructions(), temperature);
    return plus(loss, task, u, e, labels.tasks(), temperature);
  }

  private static NDArray plus(
      NDArray loss, double weight, NDArray u, NDArray e, int[] same, double temperature) {
    if (weight == 0) {
      return loss;
    }
    NDArray positives = InfoNce.positives(u.getManager(), same);
    return loss.add(Tensors.scaled(InfoNce.loss(u, e, positives, temperature), weight));
  }
}
