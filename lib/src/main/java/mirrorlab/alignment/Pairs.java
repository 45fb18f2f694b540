package mirrorlab.alignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mirrorlab.data.Episode;

/**
 * N episodes as both encoders represent them: row i of each matrix is episode i.
 *
 * @param understanding U's representations, N rows of one width
 * @param execution E's representations, N rows of one width, each the mean over the episode's
 *     keyframes
 * @param instructions N numbers, equal where the instruction is
 * @param tasks N numbers, equal where the task is
 */
public record Pairs(float[][] understanding, float[][] execution, int[] instructions, int[] tasks) {

  /** Checks that there is one of everything for each episode, and that rows are of one width. */
  public Pairs {
    int n = understanding.length;
    if (n == 0 || execution.length != n || instructions.length != n || tasks.length != n) {
      throw new IllegalArgumentException(
          "pairs need one of each for at least one episode; there are %d rows of U, %d rows of E, %d instructions and %d tasks"
              .formatted(n, execution.length, instructions.length, tasks.length));
    }
    check("understanding", understanding);
    check("execution", execution);
  }

  /** Pairs with instructions (task and variation) and tasks taken from the episodes. */
  public static Pairs of(List<Episode> episodes, float[][] understanding, float[][] execution) {
    Map<List<Object>, Integer> instructions = new LinkedHashMap<>();
    Map<String, Integer> tasks = new LinkedHashMap<>();
    int[] instruction = new int[episodes.size()];
    int[] task = new int[episodes.size()];
    for (int i = 0; i < instruction.length; i++) {
      Episode episode = episodes.get(i);
      List<Object> id = List.of(episode.task(), episode.variation());
      instruction[i] = instructions.computeIfAbsent(id, key -> instructions.size());
      task[i] = tasks.computeIfAbsent(episode.task(), key -> tasks.size());
    }
    return new Pairs(understanding, execution, instruction, task);
  }

  /** N. */
  public int size() {
    return understanding.length;
  }

  /**
   * The control of shuffled pairs: E's rows are dealt anew by a uniformly drawn permutation, while
   * U's rows and all labels stay. Maps trained on it can use all that is in the two sets of
   * representations but which belongs to which.
   */
  public Pairs shuffled(long seed) {
    List<float[]> rows = new ArrayList<>(List.of(execution));
    Collections.shuffle(rows, new Random(seed));
    return new Pairs(understanding, rows.toArray(float[][]::new), instructions, tasks);
  }

  private static void check(String name, float[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows[0].length || rows[i].length == 0) {
        throw new IllegalArgumentException(
            "row %d of %s is %d wide and row 0 is %d; all must be of one width, at least 1"
                .formatted(i, name, rows[i].length, rows[0].length));
      }
      for (float x : rows[i]) {
        if (!Float.isFinite(x)) {
          throw new IllegalArgumentException(
              "row %d of %s holds %s; did the encoder's training diverge?".formatted(i, name, x));
        }
      }
    }
  }
}
