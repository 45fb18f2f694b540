package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rule by which paired items count as the same action: the paper's three granularities, and all
 * of them at once.
 */
public enum Pairing {
  /** Only the video and the execution of one episode. */
  EPISODE(1, 0, 0),
  /** Any two episodes with the same instruction; the paper's default, and its best. */
  INSTRUCTION(0, 1, 0),
  /** Any two episodes of the same task. */
  TASK(0, 0, 1),
  /**
   * A pair of the same episode counts most, of the same instruction less, of the same task least.
   */
  HIERARCHICAL(0.25, 0.5, 0.25);

  /**
   * One granularity.
   *
   * @param weight in the loss
   * @param labels numbers that are equal if two items match at this granularity
   */
  record Part(double weight, Function<Labels, int[]> labels) {}

  private final List<Part> parts;

  Pairing(double episode, double instruction, double task) {
    parts =
        Stream.of(
                new Part(episode, Labels::episodes),
                new Part(instruction, Labels::instructions),
                new Part(task, Labels::tasks))
            .filter(part -> part.weight > 0)
            .toList();
  }

  /** The name in commands and records: {@code instruction}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The granularities that count. */
  List<Part> parts() {
    return parts;
  }

  /**
   * The alignment loss of a batch, a weighted sum over the granularities:
   *
   * <pre>  L = w_episode · L_episode + w_instruction · L_instruction + w_task · L_task</pre>
   *
   * <p>Each part is an InfoNCE loss whose positives are the pairs that match at that granularity;
   * so a pair of one episode is positive in all three parts, and a pair of different tasks in none.
   *
   * @param u B×Z embeddings of U, of unit length
   * @param e B×Z embeddings of E, of unit length
   * @param labels of the B items
   * @param temperature τ
   * @return a scalar
   */
  public NDArray loss(NDArray u, NDArray e, Labels labels, double temperature) {
    return AlignmentLoss.of(
            this,
            new AlignmentLoss.Side(u, labels, labels.size()),
            new AlignmentLoss.Side(e, labels, labels.size()),
            temperature)
        .total();
  }
}
