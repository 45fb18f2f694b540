package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.episode.Episode;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Matrices;
import mirrorlab.metrics.Tsne;

/**
 * A two-dimensional t-SNE projection of the shared space: videos and executions of some episodes,
 * as a table with the columns {@code side, task, instruction, x, y}.
 */
public final class TsneProjection {
  private static final int MOST = 300; // episodes: more would only hide each other
  private static final double PERPLEXITY = 30;

  private TsneProjection() {}

  /**
   * Projects the embeddings.
   *
   * @param probe maps into the shared space
   * @param pairs representations of the episodes
   * @param seed seed of t-SNE, and of the sampling if there are too many episodes
   */
  public static CsvTable table(Probe probe, List<Episode> episodes, Pairs pairs, long seed) {
    int[] some = some(episodes.size(), seed);
    Pairs drawn = pairs.at(some);
    double[][] page =
        points(
            probe.embedUnderstanding(drawn.understanding()),
            probe.embedExecution(drawn.execution()),
            seed);
    return CsvTable.of("side", "task", "instruction", "x", "y")
        .quoting("instruction")
        .with(
            IntStream.range(0, page.length)
                .mapToObj(i -> row(i < some.length, episodes.get(some[i % some.length]), page[i]))
                .toList());
  }

  /**
   * Projects both sides together: N and M embeddings of Z numbers → N + M points (x, y).
   *
   * @param seed seed of t-SNE
   */
  public static double[][] points(float[][] understanding, float[][] execution, long seed) {
    List<float[]> embeddings = new ArrayList<>(Arrays.asList(understanding));
    embeddings.addAll(Arrays.asList(execution));
    return Tsne.embed(
        Matrices.of(embeddings.toArray(float[][]::new)),
        Math.min(PERPLEXITY, (embeddings.size() - 1) / 3.0),
        seed);
  }

  private static List<String> row(boolean isVideo, Episode episode, double[] point) {
    return List.of(
        isVideo ? "video" : "execution",
        episode.task(),
        episode.instruction(),
        String.format(Locale.ROOT, "%.3f", point[0]),
        String.format(Locale.ROOT, "%.3f", point[1]));
  }

  /**
   * A random sample of indices. A regular one would be biased, since a task's instructions
   * alternate: every sixth episode, say, would always show the same one of three.
   */
  static int[] some(int all, long seed) {
    if (all <= MOST) {
      return IntStream.range(0, all).toArray();
    }
    return new SplittableRandom(seed).ints(0, all).distinct().limit(MOST).sorted().toArray();
  }
}
