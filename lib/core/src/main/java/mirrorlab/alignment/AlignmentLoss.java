package mirrorlab.alignment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import mirrorlab.nn.Tensors;

/**
 * L_align of a batch. Each item looks for its partners in the batch and in a memory of earlier
 * items:
 *
 * <pre>
 *   16 videos      ─► look among ─► 16 executions of the batch, up to 2,048 remembered ones
 *   16 executions  ─► look among ─► 16 videos of the batch, up to 2,048 remembered ones
 * </pre>
 *
 * <p>The probability of a partner is that of its task times that within the task, so the loss is a
 * sum:
 *
 * <pre>
 *   L_align = L_task + L_within,   L_within = −mean log( exp sᵢₚ / Σ_{j of i's task} exp sᵢⱼ )
 * </pre>
 *
 * <p>A representation that only tells tasks apart has L_task = 0; L_within remains to be learnt.
 *
 * @param total L_align, a scalar
 * @param withinTask L_within minus its minimum, the log of the number of partners; a scalar without
 *     gradient
 */
record AlignmentLoss(NDArray total, NDArray withinTask) {
  private static final float FAR = -1e9f;

  /**
   * Embeddings of one encoder.
   *
   * @param embeddings N×Z of unit length
   * @param labels of the N items
   * @param queries number of items, from the first, that look for partners; the rest come from the
   *     memory
   */
  record Side(NDArray embeddings, Labels labels, int queries) {
    NDArray asking() {
      return queries == labels.size() ? embeddings : embeddings.get(":{}", queries);
    }
  }

  /** The loss of both directions under a pairing. */
  static AlignmentLoss of(Pairing pairing, Side u, Side e, double temperature) {
    AlignmentLoss there = direction(pairing, u, e, temperature);
    AlignmentLoss back = direction(pairing, e, u, temperature);
    return new AlignmentLoss(
        Tensors.scaled(there.total.add(back.total), 0.5),
        Tensors.scaled(there.withinTask.add(back.withinTask), 0.5));
  }

  private static AlignmentLoss direction(Pairing pairing, Side from, Side to, double temperature) {
    NDManager manager = from.embeddings.getManager();
    NDArray scores = InfoNce.scores(from.asking(), to.embeddings, temperature);
    NDArray within = scores.stopGradient().add(otherTasks(manager, from, to));
    NDArray total = Tensors.of(manager, new float[] {0}).sum();
    NDArray excess = Tensors.of(manager, new float[] {0}).sum();
    for (Pairing.Part part : pairing.parts()) {
      int[] asking = Arrays.copyOf(part.labels().apply(from.labels), from.queries);
      int[] candidates = part.labels().apply(to.labels);
      NDArray positives = InfoNce.positives(manager, asking, candidates);
      total = total.add(Tensors.scaled(InfoNce.direction(scores, positives), part.weight()));
      NDArray least = Tensors.of(manager, new float[] {(float) least(asking, candidates)}).sum();
      excess =
          excess.add(
              Tensors.scaled(InfoNce.direction(within, positives).sub(least), part.weight()));
    }
    return new AlignmentLoss(total, excess);
  }

  /** Q×C: 0 where the task is the same, far below any score elsewhere. */
  private static NDArray otherTasks(NDManager manager, Side from, Side to) {
    int[] asking = Arrays.copyOf(from.labels.tasks(), from.queries);
    NDArray same = InfoNce.positives(manager, asking, to.labels.tasks());
    NDArray one = Tensors.of(manager, new float[] {1});
    return Tensors.scaled(one.sub(same), FAR);
  }

  /** The mean log of the number of partners, over the queries that have any. */
  private static double least(int[] asking, int[] candidates) {
    return Arrays.stream(asking)
        .mapToLong(label -> Arrays.stream(candidates).filter(other -> other == label).count())
        .filter(count -> count > 0)
        .mapToDouble(Math::log)
        .average()
        .orElse(0);
  }
}
