package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.data.Episode;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Matrices;
import mirrorlab.understanding.VideoTextEncoder;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Action recognition: U watches a video and names it among all instructions. */
public final class Recognition {
  private Recognition() {}

  /** For each episode the instruction that U finds most like its video, among those of all. */
  public static List<String> guesses(VideoTextEncoder encoder, List<Episode> episodes) {
    List<String> candidates = candidates(episodes);
    INDArray similarity =
        Matrices.cosine(
            Matrices.of(encoder.embedVideos(episodes.stream().map(Episode::video).toList())),
            Matrices.of(encoder.embedTexts(candidates)));
    int[] best = similarity.argMax(1).toIntVector();
    return IntStream.of(best).mapToObj(candidates::get).toList();
  }

  /**
   * Top-1 accuracy over all episodes and by task, with Wilson's 95 % intervals; a metric named
   * {@code top-1}.
   *
   * @param guesses one an episode
   */
  public static List<Metric> metrics(String arm, List<Episode> episodes, List<String> guesses) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(metric(arm, Metric.ALL, episodes, guesses));
    for (String task :
        episodes.stream().map(Episode::task).collect(Collectors.toCollection(TreeSet::new))) {
      metrics.add(metric(arm, task, episodes, guesses));
    }
    return metrics;
  }

  /** Guessing blindly among the episodes' instructions. */
  public static Metric chance(List<Episode> episodes) {
    return Metric.of(
        "chance", "top-1", Metric.ALL, Interval.exactly(1.0 / candidates(episodes).size()));
  }

  private static List<String> candidates(List<Episode> episodes) {
    return episodes.stream().map(Episode::instruction).distinct().sorted().toList();
  }

  private static Metric metric(
      String arm, String by, List<Episode> episodes, List<String> guesses) {
    int n = 0;
    int right = 0;
    for (int i = 0; i < guesses.size(); i++) {
      if (by.equals(Metric.ALL) || by.equals(episodes.get(i).task())) {
        n++;
        right += guesses.get(i).equals(episodes.get(i).instruction()) ? 1 : 0;
      }
    }
    return Metric.of(arm, "top-1", by, Interval.ofRate(right, n));
  }
}
