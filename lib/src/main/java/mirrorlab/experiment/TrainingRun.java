package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.files.JsonFile;
import mirrorlab.nn.Progress;
import mirrorlab.nn.Recipe;
import mirrorlab.nn.RunDirectory;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;

/**
 * One encoder's training on disk: killed at any point, it goes on to the same weights.
 *
 * <pre>
 *   RUN/config.json    what it was told            RUN/checkpoint/   to go on from
 *   RUN/metrics.csv    a row a step                RUN/model/        the last step's, at the end
 *   RUN/run.json       how it went, at the end
 * </pre>
 */
public final class TrainingRun {
  private static final String RECORD = "run.json";
  private static final String MODEL = "model";
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(1);

  private final Profile profile;
  private final DemonstrationSet set;
  private final Path run;
  private final long seed;
  private final boolean resume;
  private final Duration betweenCheckpoints;

  /**
   * A training of one seed.
   *
   * @param profile how long it is
   * @param set from which it learns
   * @param run its directory, to be made; or with {@code resume} one that is there
   * @param seed of the initial weights, the order and the augmentation
   */
  public TrainingRun(Profile profile, DemonstrationSet set, Path run, long seed, boolean resume) {
    this(profile, set, run, seed, resume, BETWEEN_CHECKPOINTS);
  }

  TrainingRun(
      Profile profile,
      DemonstrationSet set,
      Path run,
      long seed,
      boolean resume,
      Duration betweenCheckpoints) {
    this.profile = profile;
    this.set = set;
    this.run = run;
    this.seed = seed;
    this.resume = resume;
    this.betweenCheckpoints = betweenCheckpoints;
  }

  /** What a run was told; a run is resumed only with the same. */
  private record Config(
      String trains, String profile, String data, long seed, Object size, Recipe recipe) {}

  /**
   * How a run went.
   *
   * @param trains {@code understanding} or {@code execution}
   * @param profile its name
   * @param data checksum of the demonstrations
   * @param seed of the run
   * @param parameters how many numbers were learnt
   * @param steps that were made
   * @param seconds that they took, those before a resumption included
   * @param with what it was computed with at its end
   */
  public record Ended(
      String trains,
      String profile,
      String data,
      long seed,
      long parameters,
      long steps,
      double seconds,
      Provenance with) {}

  /**
   * Trains U.
   *
   * @param listener told after every step
   * @throws IOException if the directory holds another run, or none to resume
   * @throws InterruptedException if the calling thread is interrupted; a checkpoint is left
   */
  public void understanding(Consumer<Progress> listener) throws IOException, InterruptedException {
    List<Episode> train = set.readVideos(Split.TRAIN);
    VideoTextSize size = VideoTextSize.mini();
    try (VideoTextEncoder u = new VideoTextEncoder(size, Encoders.vocabulary(train), seed)) {
      Recipe recipe = RecognitionTraining.recipe(profile.understandingSteps());
      RecognitionTraining training = new RecognitionTraining(u, train, seed);
      train("understanding", size, training, recipe, listener, () -> u.save(run.resolve(MODEL)));
    }
  }

  /** As {@link #understanding}, of E. */
  public void execution(Consumer<Progress> listener) throws IOException, InterruptedException {
    List<Episode> train = set.readSteps(Split.TRAIN);
    PolicySize size = PolicySize.mini();
    try (KeyframePolicy e = new KeyframePolicy(size, Encoders.vocabulary(train), seed)) {
      Recipe recipe = ImitationTraining.recipe(profile.executionSteps());
      ImitationTraining training = new ImitationTraining(e, train, seed);
      train("execution", size, training, recipe, listener, () -> e.save(run.resolve(MODEL)));
    }
  }

  private interface Save {
    void run() throws IOException;
  }

  private void train(
      String what,
      Object size,
      Trainable<?> model,
      Recipe recipe,
      Consumer<Progress> listener,
      Save save)
      throws IOException, InterruptedException {
    Config config = new Config(what, profile.name(), set.checksum(), seed, size, recipe);
    RunDirectory directory =
        resume ? RunDirectory.resume(run, config) : RunDirectory.create(run, config);
    if (Files.exists(run.resolve(RECORD))) {
      return;
    }
    Duration time = Training.run(model, recipe, directory, betweenCheckpoints, listener);
    save.run();
    JsonFile.write(
        run.resolve(RECORD),
        new Ended(
            what,
            profile.name(),
            config.data,
            seed,
            model.parameters().count(),
            recipe.schedule().steps(),
            time.toMillis() / 1e3,
            Provenance.now()));
  }

  /**
   * How a run that has ended went.
   *
   * @throws IOException if it has not ended
   */
  public static Ended ended(Path run) throws IOException {
    if (!Files.exists(run.resolve(RECORD))) {
      throw new IOException(
          run
              + " holds no training that has ended; './mirrorlab train' makes one, and --resume"
              + " goes on with one");
    }
    return JsonFile.read(run.resolve(RECORD), Ended.class);
  }

  /** Where the model of a run is. */
  public static Path model(Path run) {
    return run.resolve(MODEL);
  }
}
