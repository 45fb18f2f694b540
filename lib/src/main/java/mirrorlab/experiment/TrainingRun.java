package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import mirrorlab.alignment.JointTraining;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sha256;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.Progress;
import mirrorlab.nn.Recipe;
import mirrorlab.nn.RunDirectory;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;

/**
 * A training on disk, of one encoder or of both: killed at any point, it goes on to the same
 * weights.
 *
 * <pre>
 *   RUN/config.json    what it was told            RUN/checkpoint/   to go on from
 *   RUN/metrics.csv    a row a step                RUN/model/        the last step's, at the end
 *   RUN/run.json       how it went, at the end
 * </pre>
 */
public final class TrainingRun {
  /** What a run leaves when it has ended. */
  static final String RECORD = "run.json";

  private static final String MODEL = "model";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String UNDERSTANDING = "understanding";
  private static final String EXECUTION = "execution";
  private static final String JOINT = "joint";

  /** Of the learning rates, where trained encoders go on. */
  private static final double GENTLE = 0.3;

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
   * What a joint run was told.
   *
   * @param from checksums of the weights from which U and E started; none where they were fresh
   */
  private record JointConfig(
      String trains,
      String profile,
      String data,
      long seed,
      VideoTextSize understanding,
      PolicySize execution,
      Recipe recognition,
      Recipe imitation,
      JointTraining.Settings alignment,
      List<String> from) {}

  /**
   * Trained encoders to start from.
   *
   * @param understanding a run of U
   * @param execution a run of E
   */
  public record Start(Path understanding, Path execution) {}

  /**
   * How a run went.
   *
   * @param trains {@code understanding}, {@code execution} or {@code joint}
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
      train(UNDERSTANDING, size, training, recipe, listener, () -> u.save(run.resolve(MODEL)));
    }
  }

  /** As {@link #understanding}, of E. */
  public void execution(Consumer<Progress> listener) throws IOException, InterruptedException {
    List<Episode> train = set.readSteps(Split.TRAIN);
    PolicySize size = PolicySize.mini();
    try (KeyframePolicy e = new KeyframePolicy(size, Encoders.vocabulary(train), seed)) {
      Recipe recipe = ImitationTraining.recipe(profile.executionSteps());
      ImitationTraining training = new ImitationTraining(e, train, seed);
      train(EXECUTION, size, training, recipe, listener, () -> e.save(run.resolve(MODEL)));
    }
  }

  /**
   * Trains both at once, and aligns them on the way ({@link JointTraining}).
   *
   * @param settings of the alignment; their {@code baseline()} for the other arm
   * @param start encoders to start from; fresh ones if there are none
   */
  public void joint(
      JointTraining.Settings settings, Optional<Start> start, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    List<Episode> train = set.read(Split.TRAIN);
    List<String> from = new ArrayList<>();
    try (Encoders encoders =
            start.isPresent() ? load(start.get(), from) : Encoders.untrained(train, seed);
        JointTraining training =
            new JointTraining(
                encoders.understanding(), encoders.execution(), train, settings, seed)) {
      Recipe recognition = RecognitionTraining.recipe(profile.jointSteps());
      Recipe imitation = ImitationTraining.recipe(profile.jointSteps());
      if (start.isPresent()) {
        recognition = gentle(recognition);
        imitation = gentle(imitation);
      }
      JointConfig config =
          new JointConfig(
              JOINT,
              profile.name(),
              set.checksum(),
              seed,
              encoders.understanding().size(),
              encoders.execution().size(),
              recognition,
              imitation,
              settings,
              from);
      train(
          JOINT,
          config,
          training,
          training.groups(recognition, imitation),
          listener,
          () -> {
            encoders.save(run.resolve(MODEL));
            training.save(run.resolve(MODEL));
          });
    }
  }

  private static Encoders load(Start start, List<String> from) throws IOException {
    from.add(Sha256.of(understanding(start.understanding).resolve(WEIGHTS)));
    from.add(Sha256.of(execution(start.execution).resolve(WEIGHTS)));
    return Encoders.of(start.understanding, start.execution);
  }

  /** What was learnt is not to be washed away by the first steps. */
  private static Recipe gentle(Recipe recipe) {
    Schedule schedule = recipe.schedule();
    return new Recipe(
        new Schedule(GENTLE * schedule.peak(), schedule.warmup(), schedule.steps()),
        recipe.decay(),
        recipe.clip(),
        recipe.average());
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
    train(
        what,
        new Config(what, profile.name(), set.checksum(), seed, size, recipe),
        model,
        List.of(new ParameterGroup("", model.parameters(), recipe)),
        listener,
        save);
  }

  private void train(
      String what,
      Object config,
      Objective<?> objective,
      List<ParameterGroup> groups,
      Consumer<Progress> listener,
      Save save)
      throws IOException, InterruptedException {
    RunDirectory directory =
        resume ? RunDirectory.resume(run, config) : RunDirectory.create(run, config);
    if (Files.exists(run.resolve(RECORD))) {
      return;
    }
    Duration time = Training.run(objective, groups, directory, betweenCheckpoints, listener);
    save.run();
    JsonFile.write(
        run.resolve(RECORD),
        new Ended(
            what,
            profile.name(),
            set.checksum(),
            seed,
            groups.stream().mapToLong(group -> group.parameters().count()).sum(),
            groups.get(0).recipe().schedule().steps(),
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

  /** Where the U of a run is, which trained it alone or together with E. */
  public static Path understanding(Path run) throws IOException {
    return model(run, UNDERSTANDING);
  }

  /** Where the E of a run is, which trained it alone or together with U. */
  public static Path execution(Path run) throws IOException {
    return model(run, EXECUTION);
  }

  private static Path model(Path run, String encoder) throws IOException {
    String trains = ended(run).trains();
    if (trains.equals(encoder)) {
      return run.resolve(MODEL);
    }
    if (trains.equals(JOINT)) {
      return run.resolve(MODEL).resolve(encoder);
    }
    throw new IOException(
        "%s trained %s, and this needs a run of './mirrorlab train %s' or 'train joint'"
            .formatted(run, trains, encoder));
  }

  /** How a run aligned its encoders, if it trained both. */
  public static Optional<JointTraining.Settings> alignment(Path run) throws IOException {
    return ended(run).trains().equals(JOINT)
        ? Optional.of(JsonFile.read(run.resolve("config.json"), JointConfig.class).alignment)
        : Optional.empty();
  }

  /** Where the model of a run is. */
  public static Path model(Path run) {
    return run.resolve(MODEL);
  }
}
