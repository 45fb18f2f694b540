package mirrorlab.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import mirrorlab.episode.Encoder;
import mirrorlab.episode.Episode;

/**
 * Both encoders' representations of N episodes: row i of each matrix is episode i.
 *
 * @param understanding U's representations, N rows of one width
 * @param execution E's representations, N rows of one width, each the mean over the episode's
 *     keyframes
 * @param labels of the N episodes
 */
public record Pairs(float[][] understanding, float[][] execution, Labels labels) {

  /**
   * Checks that each episode has a row of each matrix and labels, that all rows of a matrix have
   * the same width, and that no number is NaN or infinite.
   */
  public Pairs {
    int n = understanding.length;
    if (n == 0 || execution.length != n || labels.size() != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pairs need one of each for at least one episode; there are %d rows of U, %d rows of E and %d labels",
              n,
              execution.length,
              labels.size()));
    }
    check("understanding", understanding);
    check("execution", execution);
  }

  /**
   * Two encoders' representations of the same episodes, each at one layer; the labels are the
   * episodes' own.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Pairs of(
      Encoder understanding,
      String understandingLayer,
      Encoder execution,
      String executionLayer,
      List<Episode> episodes)
      throws InterruptedException {
    return new Pairs(
        understanding.represent(episodes, understandingLayer),
        execution.represent(episodes, executionLayer),
        Labels.of(episodes));
  }

  /** N, the number of episodes. */
  public int size() {
    return understanding.length;
  }

  /** The pairs of the episodes at the given indices. */
  public Pairs at(int... items) {
    return new Pairs(at(understanding, items), at(execution, items), labels.at(items));
  }

  private static float[][] at(float[][] rows, int[] items) {
    return Arrays.stream(items).mapToObj(i -> rows[i]).toArray(float[][]::new);
  }

  /**
   * The shuffled-pairs control: E's rows are permuted uniformly at random, while U's rows and all
   * labels stay. Maps trained on it can use everything in the two sets of representations except
   * their correspondence.
   */
  public Pairs shuffled(long seed) {
    List<float[]> rows = new ArrayList<>(List.of(execution));
    Collections.shuffle(rows, new Random(seed));
    return new Pairs(understanding, rows.toArray(float[][]::new), labels);
  }

  private static void check(String name, float[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows[0].length || rows[i].length == 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "row %d of %s is %d wide and row 0 is %d; all must be of one width, at least 1",
                i,
                name,
                rows[i].length,
                rows[0].length));
      }
      for (int d = 0; d < rows[i].length; d++) {
        if (!Float.isFinite(rows[i][d])) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "row %d, column %d of %s is %s; did the encoder's training diverge?",
                  i,
                  d,
                  name,
                  rows[i][d]));
        }
      }
    }
  }
}
