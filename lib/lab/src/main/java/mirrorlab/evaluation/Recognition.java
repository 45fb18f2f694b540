package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Matrices;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.world.Tasks;

/**
 * Action recognition: U selects a video's instruction among all instructions (paper, Table 1).
 *
 * <pre>{@code
 * List<Recognition.Candidate> all = Recognition.candidates(set.plan().variations());
 * List<Metric> metrics = Recognition.metrics("U", Recognition.run(u, test, all));
 * }</pre>
 */
public final class Recognition {
  private static final int FEW = 5;

  private Recognition() {}

  /** A candidate instruction, in the wording of evaluation. */
  public record Candidate(String task, String instruction) {}

  /**
   * The result for one video.
   *
   * @param guess the most similar instruction
   * @param rank rank of the right instruction, 1 if it is the guess
   * @param taskRank rank of the right task among all tasks, each scored by its most similar
   *     instruction
   */
  public record Named(
      String task,
      int variation,
      long seed,
      String instruction,
      String guess,
      int rank,
      int taskRank) {}

  /** All variations of some tasks as candidates. */
  public static List<Candidate> candidates(Map<String, ? extends Collection<Integer>> variations) {
    List<Candidate> candidates = new ArrayList<>();
    variations.forEach(
        (task, some) ->
            some.stream()
                .sorted()
                .map(v -> new Candidate(task, Tasks.named(task).instructions(v).get(0)))
                .forEach(candidates::add));
    return List.copyOf(candidates);
  }

  /** Classifies the video of each episode. */
  public static List<Named> run(
      VideoTextEncoder encoder, List<Episode> episodes, List<Candidate> candidates)
      throws InterruptedException {
    List<List<Image>> videos = episodes.stream().map(Episode::video).toList();
    float[][] similarity =
        Matrices.cosine(
                Matrices.of(encoder.embedVideos(videos)),
                Matrices.of(
                    encoder.embedTexts(candidates.stream().map(Candidate::instruction).toList())))
            .toFloatMatrix();
    return IntStream.range(0, episodes.size())
        .mapToObj(i -> name(episodes.get(i), similarity[i], candidates))
        .toList();
  }

  /**
   * A reference that ignores the videos: it always guesses the most frequent instruction.
   *
   * @param frequent the instructions of the training episodes, one per episode
   */
  public static List<Named> majority(
      List<Episode> episodes, List<String> frequent, List<Candidate> candidates) {
    Map<String, Long> counts =
        frequent.stream().collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    float[] score = new float[candidates.size()];
    for (int i = 0; i < score.length; i++) {
      score[i] = counts.getOrDefault(candidates.get(i).instruction(), 0L);
    }
    return episodes.stream().map(episode -> name(episode, score, candidates)).toList();
  }

  /** Orders the candidates by score; ties keep the candidates' order. */
  private static Named name(Episode episode, float[] score, List<Candidate> candidates) {
    List<Candidate> order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -score[i]))
            .map(candidates::get)
            .toList();
    List<String> instructions = order.stream().map(Candidate::instruction).toList();
    List<String> tasks = order.stream().map(Candidate::task).distinct().toList();
    return new Named(
        episode.task(),
        episode.variation(),
        episode.seed(),
        episode.instruction(),
        instructions.get(0),
        rank(instructions, episode.instruction()),
        rank(tasks, episode.task()));
  }

  private static int rank(List<String> order, String right) {
    int index = order.indexOf(right);
    if (index < 0) {
      throw new IllegalArgumentException("'" + right + "' is not among the candidates");
    }
    return index + 1;
  }

  /**
   * Top-1 and top-5 accuracy for the instruction ({@code top-1}, {@code top-5}) and the task
   * ({@code task top-1}, {@code task top-5}), over all videos and by task, with Wilson's 95 %
   * intervals.
   */
  public static List<Metric> metrics(String arm, List<Named> named) {
    Map<String, List<Named>> parts =
        named.stream()
            .collect(Collectors.groupingBy(Named::task, TreeMap::new, Collectors.toList()));
    List<Metric> metrics = new ArrayList<>(metrics(arm, Metric.ALL, named));
    parts.forEach((task, part) -> metrics.addAll(metrics(arm, task, part)));
    return metrics;
  }

  private static List<Metric> metrics(String arm, String by, List<Named> named) {
    return List.of(
        metric(arm, RecordNames.TOP_1, by, named, Named::rank, 1),
        metric(arm, "top-5", by, named, Named::rank, FEW),
        metric(arm, "task top-1", by, named, Named::taskRank, 1),
        metric(arm, "task top-5", by, named, Named::taskRank, FEW));
  }

  private static Metric metric(
      String arm, String name, String by, List<Named> named, ToIntFunction<Named> rank, int k) {
    int right = (int) named.stream().filter(it -> rank.applyAsInt(it) <= k).count();
    return Metric.of(arm, name, by, Interval.ofRate(right, named.size()));
  }

  /** The metrics of a uniformly random guess among the candidates. */
  public static List<Metric> chance(List<Candidate> candidates) {
    long tasks = candidates.stream().map(Candidate::task).distinct().count();
    return List.of(
        chance(RecordNames.TOP_1, 1, candidates.size()),
        chance("top-5", FEW, candidates.size()),
        chance("task top-1", 1, tasks),
        chance("task top-5", FEW, tasks));
  }

  private static Metric chance(String name, int k, long n) {
    double value = Math.min(1, (double) k / n);
    return Metric.of(SpontaneousAlignment.CHANCE, name, Metric.ALL, Interval.exactly(value));
  }

  /** {@code items.csv}: one row per episode. */
  public static CsvTable items(List<Named> named) {
    return CsvTable.of("task", "variation", "seed", "instruction", "guess", "rank", "task_rank")
        .quoting("instruction", "guess")
        .with(
            named.stream()
                .map(
                    it ->
                        List.of(
                            it.task,
                            it.variation,
                            it.seed,
                            it.instruction,
                            it.guess,
                            it.rank,
                            it.taskRank))
                .toList());
  }
}
