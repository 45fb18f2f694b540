package mirrorlab.alignment;

import java.util.stream.IntStream;

/** Which of the paired items count as showing the same action: the paper's three granularities. */
public enum Pairing {
  /** Only the video and the execution of one episode. */
  EPISODE,
  /** Any two episodes with the same instruction; the paper's default, and its best. */
  INSTRUCTION,
  /** Any two episodes of the same task. */
  TASK;

  /** N labels; items with equal labels are positive pairs. */
  public int[] labels(Pairs pairs) {
    return switch (this) {
      case EPISODE -> IntStream.range(0, pairs.size()).toArray();
      case INSTRUCTION -> pairs.instructions();
      case TASK -> pairs.tasks();
    };
  }
}
