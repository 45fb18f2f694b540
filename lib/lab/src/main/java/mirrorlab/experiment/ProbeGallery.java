package mirrorlab.experiment;

import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.evaluation.ProbeItems;

/**
 * A test gallery of N items, as the probe's results name and group them.
 *
 * @param labels of the N items
 * @param names the first cells of each item's row in {@link ProbeItems#rows}
 * @param clusters N numbers, equal for items that are not independent
 */
record ProbeGallery(Labels labels, List<List<String>> names, int[] clusters) {

  /**
   * The usual clusters: tasks; or instructions, if these were not trained on or are all of one
   * task.
   */
  static int[] clusters(Labels labels, boolean unseen) {
    boolean byTask = !unseen && IntStream.of(labels.tasks()).distinct().count() > 1;
    return byTask ? labels.tasks() : labels.instructions();
  }
}
