package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Progress;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;

/**
 * The two encoders, which are independent of each other.
 *
 * @param understanding U
 * @param execution E
 */
public record Encoders(VideoTextEncoder understanding, KeyframePolicy execution)
    implements AutoCloseable {

  /** Untrained encoders of laptop size, with the vocabulary of the given episodes. */
  public static Encoders untrained(List<Episode> episodes, long seed) {
    Vocabulary vocabulary = vocabulary(episodes);
    return new Encoders(
        new VideoTextEncoder(VideoTextSize.mini(), vocabulary, seed),
        new KeyframePolicy(PolicySize.mini(), vocabulary, seed));
  }

  /** The vocabulary of all wordings of the episodes' instructions. */
  public static Vocabulary vocabulary(List<Episode> episodes) {
    return Vocabulary.of(episodes.stream().flatMap(e -> e.instructions().stream()).toList());
  }

  /**
   * Trains both on the same episodes, independently and in parallel, on one core each.
   *
   * @param seed seed of the order and the augmentation
   * @param understandingListener called after every step of U
   * @param executionListener called after every step of E
   * @throws InterruptedException if the calling thread is interrupted; both stop
   */
  public void train(
      List<Episode> episodes,
      Profile profile,
      long seed,
      Consumer<Progress> understandingListener,
      Consumer<Progress> executionListener)
      throws InterruptedException {
    List<Job<?>> jobs =
        List.of(
            new Job<>(
                new RecognitionTraining(understanding, episodes, seed),
                RecognitionTraining.config(profile.understandingSteps()),
                understandingListener),
            new Job<>(
                new ImitationTraining(execution, episodes, seed),
                ImitationTraining.config(profile.executionSteps()),
                executionListener));
    AllCores.map(jobs, Job::run, done -> {});
  }

  private record Job<B>(Trainable<B> model, TrainingConfig config, Consumer<Progress> listener) {
    TrainingConfig run() throws InterruptedException {
      Training.run(model, config, listener);
      return config;
    }
  }

  /**
   * Both encoders' representations of the same episodes: U's {@code video.out} and E's {@code
   * scene.coarse}, the latter averaged over an episode's keyframes.
   */
  public Pairs represent(List<Episode> episodes) throws InterruptedException {
    return Pairs.of(
        understanding,
        VideoTextEncoder.VIDEO_OUT,
        execution,
        KeyframePolicy.SCENE_COARSE,
        episodes);
  }

  /** Like {@link #represent(List)}, with E's side at each of the given layers. */
  public Map<String, Pairs> represent(List<Episode> episodes, Set<String> taps)
      throws InterruptedException {
    float[][] watched = understanding.represent(episodes, VideoTextEncoder.VIDEO_OUT);
    Map<String, Pairs> pairs = new LinkedHashMap<>();
    execution
        .represent(episodes, List.copyOf(taps))
        .forEach((tap, acted) -> pairs.put(tap, new Pairs(watched, acted, Labels.of(episodes))));
    return pairs;
  }

  /** {@link #represent(List)} of the episodes of a probe. */
  public SpontaneousAlignment.Encoded represent(List<Episode> train, List<Episode> test)
      throws InterruptedException {
    return new SpontaneousAlignment.Encoded(represent(train), represent(test));
  }

  /** Writes both below a directory. */
  public void save(Path directory) throws IOException {
    understanding.save(directory.resolve("understanding"));
    execution.save(directory.resolve("execution"));
  }

  /** Reads encoders written by {@link #save}. */
  public static Encoders load(Path directory) throws IOException {
    return new Encoders(
        VideoTextEncoder.load(directory.resolve("understanding")),
        KeyframePolicy.load(directory.resolve("execution")));
  }

  /** Untrained encoders of the same sizes and vocabulary. */
  public Encoders fresh(long seed) {
    return new Encoders(
        new VideoTextEncoder(understanding.size(), understanding.tokenizer(), seed),
        new KeyframePolicy(execution.size(), execution.vocabulary(), seed));
  }

  /** The U of one run and the E of another; both may be the same joint run. */
  public static Encoders of(Path understanding, Path execution) throws IOException {
    return new Encoders(
        VideoTextEncoder.load(RunRecord.understanding(understanding)),
        KeyframePolicy.load(RunRecord.execution(execution)));
  }

  /** Frees both. */
  @Override
  public void close() {
    understanding.close();
    execution.close();
  }
}
