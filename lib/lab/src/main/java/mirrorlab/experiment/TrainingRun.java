package mirrorlab.experiment;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.JointTraining;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.execution.ImitationTraining;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.files.Folder;
import mirrorlab.files.FolderLock;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sha256;
import mirrorlab.nn.Objective;
import mirrorlab.nn.ParameterGroup;
import mirrorlab.nn.Progress;
import mirrorlab.nn.RunDirectory;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.Training;
import mirrorlab.nn.TrainingConfig;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
import mirrorlab.understanding.RecognitionTraining;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;

/**
 * A training on disk, of one encoder or of both. If killed at any point, it resumes and reaches the
 * same weights.
 *
 * <pre>
 *   RUN/config.json    configuration               RUN/checkpoint/   to resume from
 *   RUN/metrics.csv    one row per step            RUN/model/        the final weights
 *   RUN/run.json       the record, at the end      RUN/steps/N/      the model after N steps, as a
 *                                                                  run of its own, if kept
 * </pre>
 */
public final class TrainingRun {
  private static final String WEIGHTS = "weights.safetensors";

  /** Factor of the learning rates for encoders that are already trained. */
  private static final double GENTLE = 0.3;

  /** In place of the checksum of initial weights. */
  private static final String UNTRAINED = "fresh";

  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(1);

  private final Profile profile;
  private final DemonstrationSet set;
  private final Optional<DemonstrationSet> watched;
  private final Path run;
  private final long seed;
  private final boolean resume;
  private final Duration betweenCheckpoints;

  /**
   * Creates a training with one seed.
   *
   * @param profile determines its length
   * @param set the training demonstrations
   * @param run its new directory; with {@code resume}, an existing one
   * @param seed seed of the initial weights, the order and the augmentation
   */
  public TrainingRun(Profile profile, DemonstrationSet set, Path run, long seed, boolean resume) {
    this(profile, set, Optional.empty(), run, seed, resume);
  }

  /**
   * Like {@link #TrainingRun(Profile, DemonstrationSet, Path, long, boolean)}, with additional
   * demonstrations that are only watched.
   *
   * @param watched demonstrations that U is trained on; E gets their vocabulary, but not their
   *     actions
   */
  public TrainingRun(
      Profile profile,
      DemonstrationSet set,
      Optional<DemonstrationSet> watched,
      Path run,
      long seed,
      boolean resume) {
    this(profile, set, watched, run, seed, resume, BETWEEN_CHECKPOINTS);
  }

  TrainingRun(
      Profile profile,
      DemonstrationSet set,
      Optional<DemonstrationSet> watched,
      Path run,
      long seed,
      boolean resume,
      Duration betweenCheckpoints) {
    this.profile = profile;
    this.set = set;
    this.watched = watched;
    this.run = run;
    this.seed = seed;
    this.resume = resume;
    this.betweenCheckpoints = betweenCheckpoints;
  }

  /** The configuration of a run, which must be equal on resumption. */
  private record Config(
      String trains,
      String profile,
      String data,
      List<String> watched,
      long seed,
      Object size,
      TrainingConfig training) {

    /** The same with the default of every field that has one. */
    Config defaults() {
      return new Config(trains, profile, data, List.of(), seed, size, training);
    }
  }

  /**
   * The configuration of a joint run.
   *
   * @param from checksums of the initial weights of U and E; {@code fresh} for an untrained encoder
   */
  record JointConfig(
      String trains,
      String profile,
      String data,
      List<String> watched,
      long seed,
      VideoTextSize understanding,
      PolicySize execution,
      TrainingConfig recognition,
      TrainingConfig imitation,
      AlignmentSettings alignment,
      List<String> from) {

    /** The same with the default of every field that has one. */
    JointConfig defaults() {
      return new JointConfig(
          trains,
          profile,
          data,
          List.of(),
          seed,
          understanding,
          execution,
          recognition,
          imitation,
          AlignmentSettings.DEFAULT,
          List.of(UNTRAINED, UNTRAINED));
    }
  }

  /**
   * Trained encoders to start from. The main form of the experiment starts from a trained U alone.
   *
   * @param understanding a run of U; if empty, an untrained U
   * @param execution a run of E; if empty, an untrained E
   */
  public record Start(Optional<Path> understanding, Optional<Path> execution) {
    /** Both encoders untrained. */
    public static final Start FRESH = new Start(Optional.empty(), Optional.empty());
  }

  /**
   * Trains U.
   *
   * @param listener called after every step
   * @throws IOException if the directory holds another run, or none to resume, or if another
   *     process is writing it
   * @throws InterruptedException if the calling thread is interrupted; a checkpoint is left
   */
  public void understanding(Consumer<Progress> listener) throws IOException, InterruptedException {
    locked(() -> trainUnderstanding(listener));
  }

  private void trainUnderstanding(Consumer<Progress> listener)
      throws IOException, InterruptedException {
    List<Episode> train = new ArrayList<>(set.readVideos(Split.TRAIN));
    if (watched.isPresent()) {
      train.addAll(watched.get().readVideos(Split.TRAIN));
    }
    VideoTextSize size = VideoTextSize.mini();
    try (VideoTextEncoder u = new VideoTextEncoder(size, Encoders.vocabulary(train), seed)) {
      TrainingConfig how = RecognitionTraining.config(profile.understandingSteps());
      RecognitionTraining training = new RecognitionTraining(u, train, seed);
      train(
          RunRecord.UNDERSTANDING,
          size,
          training,
          how,
          listener,
          () -> u.save(run.resolve(RunRecord.MODEL)));
    }
  }

  /** Like {@link #understanding}, for E. */
  public void execution(Consumer<Progress> listener) throws IOException, InterruptedException {
    locked(() -> trainExecution(listener));
  }

  private void trainExecution(Consumer<Progress> listener)
      throws IOException, InterruptedException {
    List<Episode> train = set.readSteps(Split.TRAIN);
    List<Episode> read = new ArrayList<>(train);
    if (watched.isPresent()) {
      read.addAll(watched.get().readScenes(Split.TRAIN));
    }
    PolicySize size = PolicySize.mini();
    try (KeyframePolicy e = new KeyframePolicy(size, Encoders.vocabulary(read), seed)) {
      TrainingConfig how = ImitationTraining.config(profile.executionSteps());
      ImitationTraining training = new ImitationTraining(e, train, seed);
      train(
          RunRecord.EXECUTION,
          size,
          training,
          how,
          listener,
          () -> e.save(run.resolve(RunRecord.MODEL)));
    }
  }

  /**
   * Trains and aligns both encoders jointly ({@link JointTraining}).
   *
   * @param settings settings of the alignment; their {@code baseline()} for the other arm
   * @param listener called after every step, including the maps' warm-up
   */
  public void joint(AlignmentSettings settings, Start start, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    locked(() -> trainJoint(settings, start, listener));
  }

  /** Prevents two processes from writing one run, and rejects the resumption of a missing run. */
  private void locked(FolderLock.Work work) throws IOException, InterruptedException {
    if (resume && !Files.isDirectory(run)) {
      work.run();
    } else {
      FolderLock.hold(run, Folder.create(run).resolve(FolderLock.FILE), work);
    }
  }

  private void trainJoint(AlignmentSettings settings, Start start, Consumer<Progress> listener)
      throws IOException, InterruptedException {
    List<Episode> train = set.read(Split.TRAIN);
    List<Episode> others = watched.isPresent() ? watched.get().read(Split.TRAIN) : List.of();
    List<Episode> all = Stream.of(train, others).flatMap(List::stream).toList();
    try (Encoders encoders = start(start, all);
        JointTraining training =
            new JointTraining(
                encoders.understanding(), encoders.execution(), train, others, settings, seed)) {
      TrainingConfig recognition = RecognitionTraining.config(profile.jointSteps());
      TrainingConfig imitation = ImitationTraining.config(profile.jointSteps());
      JointConfig config =
          new JointConfig(
              RunRecord.JOINT,
              profile.name(),
              set.checksum(),
              checksum(watched),
              seed,
              encoders.understanding().size(),
              encoders.execution().size(),
              start.understanding.isPresent() ? gentle(recognition) : recognition,
              start.execution.isPresent() ? gentle(imitation) : imitation,
              settings,
              List.of(
                  from(start.understanding, RunRecord::understanding),
                  from(start.execution, RunRecord::execution)));
      List<ParameterGroup> groups = training.groups(config.recognition, config.imitation);
      RunDirectory directory = directory(config, config.defaults()).keeping(profile.milestones());
      if (!Files.exists(run.resolve(RunRecord.FILE)) && !Files.exists(run.resolve("checkpoint"))) {
        training.warmUp(listener);
      }
      train(
          RunRecord.JOINT,
          directory,
          training,
          groups,
          progress -> {
            if (Files.exists(directory.weightsAt(progress.step()))) {
              keep(directory, config, progress, encoders, train, others);
            }
            listener.accept(progress);
          },
          () -> save(encoders, training, run));
    }
  }

  private Encoders start(Start start, List<Episode> episodes) throws IOException {
    Vocabulary vocabulary = Encoders.vocabulary(episodes);
    return new Encoders(
        start.understanding.isPresent()
            ? VideoTextEncoder.load(RunRecord.understanding(start.understanding.get()))
            : new VideoTextEncoder(VideoTextSize.mini(), vocabulary, seed),
        start.execution.isPresent()
            ? KeyframePolicy.load(RunRecord.execution(start.execution.get()))
            : new KeyframePolicy(PolicySize.mini(), vocabulary, seed));
  }

  private interface Find {
    Path in(Path run) throws IOException;
  }

  private static String from(Optional<Path> run, Find model) throws IOException {
    return run.isPresent() ? Sha256.of(model.in(run.get()).resolve(WEIGHTS)) : UNTRAINED;
  }

  private static List<String> checksum(Optional<DemonstrationSet> set) throws IOException {
    return set.isPresent() ? List.of(set.get().checksum()) : List.of();
  }

  private static void save(Encoders encoders, JointTraining training, Path to) throws IOException {
    encoders.save(to.resolve(RunRecord.MODEL));
    training.save(to.resolve(RunRecord.MODEL));
  }

  /** Saves the weights after a step as a run of its own. */
  private void keep(
      RunDirectory directory,
      JointConfig config,
      Progress progress,
      Encoders trained,
      List<Episode> train,
      List<Episode> others) {
    Path to = run.resolve("steps").resolve(Long.toString(progress.step()));
    try (Encoders encoders = trained.fresh(seed);
        JointTraining training =
            new JointTraining(
                encoders.understanding(),
                encoders.execution(),
                train,
                others,
                config.alignment,
                seed)) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      List<ParameterGroup> groups = training.groups(config.recognition, config.imitation);
      groups.forEach(group -> arrays.putAll(group.named(group.parameters().all())));
      Weights.load(directory.weightsAt(progress.step()), arrays);
      save(encoders, training, to);
      JsonFile.write(to.resolve("config.json"), config);
      end(to, RunRecord.JOINT, groups, progress.step(), progress.elapsed());
      Files.delete(directory.weightsAt(progress.step()));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Lowers the learning rate, so that the first steps do not erase the trained weights. */
  private static TrainingConfig gentle(TrainingConfig training) {
    Schedule schedule = training.schedule();
    return new TrainingConfig(
        new Schedule(GENTLE * schedule.peak(), schedule.warmup(), schedule.steps()),
        training.weightDecay(),
        training.maxGradNorm(),
        training.emaDecay());
  }

  private interface Save {
    void run() throws IOException;
  }

  private void train(
      String what,
      Object size,
      Trainable<?> model,
      TrainingConfig training,
      Consumer<Progress> listener,
      Save save)
      throws IOException, InterruptedException {
    Config config =
        new Config(what, profile.name(), set.checksum(), checksum(watched), seed, size, training);
    ParameterGroup group = new ParameterGroup("", model.parameters(), training);
    train(what, directory(config, config.defaults()), model, List.of(group), listener, save);
  }

  private <T> RunDirectory directory(T config, T defaults) throws IOException {
    return resume ? RunDirectory.resume(run, config, defaults) : RunDirectory.create(run, config);
  }

  private void train(
      String what,
      RunDirectory directory,
      Objective<?> objective,
      List<ParameterGroup> groups,
      Consumer<Progress> listener,
      Save save)
      throws IOException, InterruptedException {
    if (Files.exists(run.resolve(RunRecord.FILE))) {
      return;
    }
    Duration time = Training.run(objective, groups, directory, betweenCheckpoints, listener);
    save.run();
    end(run, what, groups, groups.get(0).config().schedule().steps(), time);
  }

  private void end(Path to, String what, List<ParameterGroup> groups, long steps, Duration time)
      throws IOException {
    JsonFile.write(
        to.resolve(RunRecord.FILE),
        new RunRecord(
            what,
            profile.name(),
            set.checksum(),
            seed,
            groups.stream().mapToLong(group -> group.parameters().count()).sum(),
            steps,
            time.toMillis() / 1e3,
            Provenance.now()));
  }
}
