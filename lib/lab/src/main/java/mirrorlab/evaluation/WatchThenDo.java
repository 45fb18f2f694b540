package mirrorlab.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.alignment.Probe;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Matrices;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * Video-conditioned control through the shared space: E gets no instruction, but a video of another
 * agent doing the task in another scene.
 *
 * <pre>
 *   video ─U─T_u─► z ─nearest─► E's own embedding of an instruction ─► that instruction ─► E acts
 * </pre>
 *
 * <p>An instruction's embedding is E's own: the mean over training scenes with that instruction as
 * input. For an instruction absent from training, the scenes are those of its task. U's text
 * embeddings are not used; {@link #named} is the reference that uses them.
 */
public final class WatchThenDo {
  private static final int SCENES = 5; // at most, for an instruction's embedding

  private WatchThenDo() {}

  /**
   * E's embedding of each candidate.
   *
   * @param probe maps into the shared space
   * @param train scenes in which to embed an instruction, with steps
   * @return one row of unit length per candidate
   */
  public static float[][] prototypes(
      Probe probe, KeyframePolicy e, List<Episode> train, List<Candidate> candidates)
      throws InterruptedException {
    List<Episode> imagined = new ArrayList<>();
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (Candidate candidate : candidates) {
      List<Episode> scenes =
          train.stream()
              .filter(episode -> episode.task().equals(candidate.task()))
              .sorted(
                  Comparator.comparing(
                      episode -> !episode.instruction().equals(candidate.instruction())))
              .limit(SCENES)
              .toList();
      if (scenes.isEmpty()) {
        throw new IllegalArgumentException(
            "an instruction is imagined in training scenes of its task, and there are none of "
                + candidate.task());
      }
      scenes.forEach(scene -> imagined.add(scene.withInstruction(candidate.instruction())));
      ends.add(imagined.size());
    }
    String tap = KeyframePolicy.SCENE_COARSE;
    float[][] all = probe.embedExecution(e.represent(imagined, tap));
    return IntStream.range(0, candidates.size())
        .mapToObj(i -> mean(all, ends.get(i), ends.get(i + 1)))
        .toArray(float[][]::new);
  }

  private static float[] mean(float[][] rows, int from, int to) {
    float[] mean = new float[rows[from].length];
    double squares = 0;
    for (int d = 0; d < mean.length; d++) {
      for (int i = from; i < to; i++) {
        mean[d] += rows[i][d];
      }
      squares += mean[d] * mean[d];
    }
    for (int d = 0; d < mean.length; d++) {
      mean[d] /= (float) Math.sqrt(squares);
    }
    return mean;
  }

  /**
   * E's reading of each video: the nearest candidate.
   *
   * @param watched U's representations of the videos, one row each
   * @param prototypes one row per candidate, {@link #prototypes}
   */
  public static List<Candidate> understand(
      Probe probe, float[][] watched, float[][] prototypes, List<Candidate> candidates) {
    float[][] seen = probe.embedUnderstanding(watched);
    float[][] cosines = Matrices.cosine(Matrices.of(seen), Matrices.of(prototypes)).toFloatMatrix();
    List<Candidate> understood = new ArrayList<>();
    for (float[] row : cosines) {
      int best =
          IntStream.range(0, row.length)
              .boxed()
              .max(Comparator.comparingDouble(k -> row[k]))
              .orElseThrow();
      understood.add(candidates.get(best));
    }
    return understood;
  }

  /**
   * U's own reading of each video: the nearest candidate by U's text embeddings.
   *
   * @param watched episodes whose videos are shown
   */
  public static List<Candidate> named(
      VideoTextEncoder u, List<Episode> watched, List<Candidate> candidates)
      throws InterruptedException {
    Map<String, Candidate> byInstruction =
        candidates.stream()
            .collect(Collectors.toMap(Candidate::instruction, it -> it, (first, next) -> first));
    return Recognition.run(u, watched, candidates).stream()
        .map(named -> byInstruction.get(named.guess()))
        .toList();
  }

  /** The accuracy of the understood instruction and of its task. */
  public static List<Metric> understood(
      String arm, List<Episode> episodes, List<Candidate> understood) {
    int instructions = 0;
    int tasks = 0;
    for (int i = 0; i < understood.size(); i++) {
      Candidate candidate = understood.get(i);
      instructions += candidate.instruction().equals(episodes.get(i).instruction()) ? 1 : 0;
      tasks += candidate.task().equals(episodes.get(i).task()) ? 1 : 0;
    }
    int n = understood.size();
    return List.of(
        Metric.of(arm, "understood", Metric.ALL, Interval.ofRate(instructions, n)),
        Metric.of(arm, "task understood", Metric.ALL, Interval.ofRate(tasks, n)));
  }

  /** One way to read the videos: the resulting texts, and E's trials with these as instructions. */
  public record Reading(List<Candidate> texts, List<Trial> trials) {}

  /**
   * The rows of {@link Control#items}, each with the true and the understood instruction, then U's
   * reading of the video and the outcome of E with that instruction.
   *
   * @param understood E's reading, through the shared space
   * @param named U's reading
   */
  public static CsvTable items(List<Episode> scenes, Reading understood, Reading named) {
    return Control.items(understood.trials)
        .beside(
            CsvTable.of("instruction", "understood", "named", "named_outcome")
                .quoting("instruction", "understood", "named")
                .with(
                    IntStream.range(0, scenes.size())
                        .mapToObj(
                            i ->
                                List.of(
                                    scenes.get(i).instruction(),
                                    understood.texts.get(i).instruction(),
                                    named.texts.get(i).instruction(),
                                    Control.name(named.trials.get(i).outcome())))
                        .toList()));
  }

  /**
   * For each episode, the index of another one of the same instruction whose video is shown: the
   * next in the list, cyclically, or its own if there is none.
   */
  public static int[] demonstrations(List<Episode> episodes) {
    return Ablations.next(
        episodes, (a, b) -> a.task().equals(b.task()) && a.variation() == b.variation());
  }
}
