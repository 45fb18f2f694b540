package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import mirrorlab.alignment.JointTraining;
import mirrorlab.alignment.Pairing;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.experiment.Profile;
import mirrorlab.experiment.TrainingRun;
import mirrorlab.figures.Pictures;
import mirrorlab.figures.TrainingCurve;
import mirrorlab.nn.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./mirrorlab train}. */
@Command(
    name = "train",
    description = {
      "Trains an encoder, or both, on a set of demonstrations, into a directory of its own:",
      "config.json, metrics.csv and curve.png (each minute), checkpoint/, and at the end model/ and run.json."
    })
final class TrainCommand {
  private static final Duration BETWEEN_CURVES = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;

  /** What each training is told. */
  private static final class Options {
    @Option(
        names = "--profile",
        defaultValue = "quick",
        description = "How long: quickstart, quick or full (${DEFAULT-VALUE}).")
    private String profile;

    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "Demonstrations, from './mirrorlab data make'.")
    private Path data;

    @Option(
        names = "--run",
        required = true,
        paramLabel = "DIR",
        description = "Directory of the run, to be made.")
    private Path run;

    @Option(
        names = "--seed",
        defaultValue = "0",
        description = "Of weights, order and augmentation (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--resume", description = "Goes on with a run that was stopped at any point.")
    private boolean resume;

    private TrainingRun open() throws IOException {
      DemonstrationSet set = DemonstrationSet.open(data);
      return new TrainingRun(Profile.named(profile), set, run, seed, resume);
    }
  }

  @Command(name = "understanding", description = "Trains U, which names what a video shows.")
  int understanding(@Mixin Options options) throws IOException, InterruptedException {
    try (Watch watch = new Watch("U", options.run)) {
      options.open().understanding(watch);
    }
    return report(options.run);
  }

  @Command(name = "execution", description = "Trains E, which acts as it is told.")
  int execution(@Mixin Options options) throws IOException, InterruptedException {
    try (Watch watch = new Watch("E", options.run)) {
      options.open().execution(watch);
    }
    return report(options.run);
  }

  @Command(
      name = "joint",
      description = {
        "Trains U and E at once and aligns them on the way: L_AU + λ_EE L_EE + λ_align L_align.",
        "With --lambda 0 it is the baseline: the same batches and steps, without the pull."
      })
  int joint(@Mixin Options options, @Mixin AlignmentOptions alignment)
      throws IOException, InterruptedException {
    try (Watch watch = new Watch("U and E", options.run)) {
      options.open().joint(alignment.settings(), alignment.start(spec), watch);
    }
    return report(options.run);
  }

  /** What the joint training is told besides; the defaults are the paper's. */
  private static final class AlignmentOptions {
    @Option(
        names = "--pairing",
        defaultValue = "instruction",
        converter = PairingName.class,
        description =
            "Which pairs are pulled together: episode, instruction, task, or hierarchical: all"
                + " three at once (${DEFAULT-VALUE}).")
    private Pairing pairing;

    @Option(
        names = "--tau",
        defaultValue = "0.1",
        description = "Temperature of the alignment loss (${DEFAULT-VALUE}).")
    private double tau;

    @Option(
        names = "--lambda",
        defaultValue = "0.5",
        description = "Weight of the alignment loss; 0 for the baseline (${DEFAULT-VALUE}).")
    private double lambda;

    @Option(
        names = "--lambda-ee",
        defaultValue = "1",
        description = "Weight of E's own loss (${DEFAULT-VALUE}).")
    private double lambdaEe;

    @Option(
        names = "--width",
        defaultValue = "1024",
        description = "Z, width of the shared space (${DEFAULT-VALUE}).")
    private int width;

    @Option(
        names = "--understanding",
        paramLabel = "RUN",
        description = "A trained U to start from, together with --execution; else both are fresh.")
    private Optional<Path> understanding = Optional.empty();

    @Option(names = "--execution", paramLabel = "RUN", description = "A trained E to start from.")
    private Optional<Path> execution = Optional.empty();

    private JointTraining.Settings settings() {
      return new JointTraining.Settings(
          pairing, tau, width, lambdaEe, lambda, JointTraining.Settings.PAPER.rate());
    }

    private Optional<TrainingRun.Start> start(CommandSpec spec) {
      if (understanding.isPresent() != execution.isPresent()) {
        throw new ParameterException(
            spec.commandLine(), "--understanding and --execution go together: name both or none");
      }
      return understanding.map(u -> new TrainingRun.Start(u, execution.orElseThrow()));
    }
  }

  private static final class PairingName implements ITypeConverter<Pairing> {
    @Override
    public Pairing convert(String name) {
      return Stream.of(Pairing.values())
          .filter(pairing -> pairing.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is not episode, instruction, task or hierarchical".formatted(name)));
    }
  }

  private int report(Path run) throws IOException {
    TrainingRun.Ended ended = TrainingRun.ended(run);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s: %d steps in %.0f s, %,d parameters, peak memory %d MB; the model is in %s%n",
        run,
        ended.steps(),
        ended.seconds(),
        ended.parameters(),
        ended.with().peakMegabytes(),
        TrainingRun.model(run));
    out.flush();
    return 0;
  }

  /** Shows a training's progress as a bar and as a picture. */
  private static final class Watch implements Consumer<Progress>, AutoCloseable {
    private final String who;
    private final Path run;
    private Optional<ProgressBar> bar = Optional.empty();
    private long drawn = System.nanoTime();

    Watch(String who, Path run) {
      this.who = who;
      this.run = run;
    }

    @Override
    public void accept(Progress progress) {
      ProgressBar shown = bar.orElseGet(() -> start(progress));
      bar = Optional.of(shown);
      shown.stepTo(progress.step());
      shown.setExtraMessage(
          " loss %.3f, waiting %.1f %%".formatted(progress.loss(), 100 * progress.waiting()));
      if (System.nanoTime() - drawn > BETWEEN_CURVES.toNanos()) {
        drawn = System.nanoTime();
        draw();
      }
    }

    /** A resumed training goes on with the time that it took before. */
    private ProgressBar start(Progress first) {
      return new ProgressBarBuilder()
          .setTaskName(who)
          .setInitialMax(first.steps())
          .startsFrom(first.step() - 1, first.elapsed())
          .setUpdateIntervalMillis(1000)
          .build();
    }

    private void draw() {
      try {
        TrainingCurve curve = TrainingCurve.read(run.resolve("metrics.csv"));
        if (!curve.isEmpty()) {
          Pictures.writePng(curve.chart(who + " learns"), run.resolve("curve.png"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }

    /** All rows are in the file by now. */
    @Override
    public void close() {
      bar.ifPresent(ProgressBar::close);
      if (Files.exists(run.resolve("metrics.csv"))) {
        draw();
      }
    }
  }
}
