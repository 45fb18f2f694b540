package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.Pairing;
import mirrorlab.alignment.Partner;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.experiment.Profile;
import mirrorlab.experiment.RunRecord;
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
      "config.json, metrics.csv, curve.png and rates.png (each minute), checkpoint/, and at the end model/ and run.json."
    })
final class TrainCommand {
  private static final Duration BETWEEN_CURVES = Duration.ofMinutes(1);

  @Spec private CommandSpec spec;

  /** The options of every training. */
  private static final class Options {
    @Option(
        names = "--profile",
        defaultValue = "quick",
        description = "How long: quickstart, quick, full or watch-only (${DEFAULT-VALUE}).")
    private String profile;

    @Mixin private DataOption data;

    @Option(
        names = "--run",
        converter = Domains.NewFolder.class,
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

    @Option(
        names = "--watched",
        converter = Domains.Folder.class,
        paramLabel = "DIR",
        description =
            "More demonstrations that are only watched, from './mirrorlab data make --watched': U"
                + " learns from them and E reads their words, but is not taught their actions.")
    private Optional<Path> watched = Optional.empty();

    private TrainingRun open() throws IOException {
      DemonstrationSet set = data.open();
      Optional<DemonstrationSet> others = Optional.empty();
      if (watched.isPresent()) {
        others = Optional.of(DemonstrationSet.open(watched.get()));
      }
      return new TrainingRun(Profile.named(profile), set, others, run, seed, resume);
    }
  }

  @Command(name = "understanding", description = "Trains U, which names what a video shows.")
  int understanding(@Mixin Options options) throws IOException, InterruptedException {
    return train("U", options, TrainingRun::understanding);
  }

  @Command(name = "execution", description = "Trains E, which acts as it is told.")
  int execution(@Mixin Options options) throws IOException, InterruptedException {
    return train("E", options, TrainingRun::execution);
  }

  @Command(
      name = "joint",
      description = {
        "Trains U and E at once and aligns them on the way: L_AU + λ_EE L_EE + λ_align L_align.",
        "With --lambda 0 it is the baseline: the same batches and steps without the alignment loss.",
        "The main form starts from a trained U (--understanding) and a fresh E."
      })
  int joint(@Mixin Options options, @Mixin AlignmentOptions alignment)
      throws IOException, InterruptedException {
    return train(
        "U and E",
        options,
        (run, watch) -> run.joint(alignment.settings(spec), alignment.start(), watch));
  }

  @FunctionalInterface
  private interface Work {
    void on(TrainingRun run, Watch watch) throws IOException, InterruptedException;
  }

  private int train(String who, Options options, Work work)
      throws IOException, InterruptedException {
    try (Watch watch = new Watch(who, options.run)) {
      work.on(options.open(), watch);
    } catch (InterruptedException e) {
      if (!Files.exists(options.run.resolve("config.json"))) {
        throw e;
      }
      String how = e.getMessage() == null ? "the training was stopped" : e.getMessage();
      throw new InterruptedException(
          how + "; the same command with --resume goes on from the checkpoint in " + options.run);
    }
    return report(options.run);
  }

  /** The additional options of joint training; constants from the paper are the defaults. */
  private static final class AlignmentOptions {
    private static final AlignmentSettings DEFAULT = AlignmentSettings.DEFAULT;

    @Option(
        names = "--pairing",
        defaultValue = "instruction",
        converter = PairingName.class,
        description =
            "Which pairs are positive: episode, instruction, task, or hierarchical: all three at"
                + " once (${DEFAULT-VALUE}).")
    private Pairing pairing;

    @Option(names = "--tau", description = "Temperature of the alignment loss (${DEFAULT-VALUE}).")
    private double tau = DEFAULT.temperature();

    @Option(
        names = "--lambda",
        description = "Weight of the alignment loss; 0 for the baseline (${DEFAULT-VALUE}).")
    private double lambda = DEFAULT.alignmentWeight();

    @Option(names = "--lambda-ee", description = "Weight of E's own loss (${DEFAULT-VALUE}).")
    private double lambdaEe = DEFAULT.executionWeight();

    @Option(names = "--width", description = "Z, width of the shared space (${DEFAULT-VALUE}).")
    private int width = DEFAULT.width();

    @Option(
        names = "--memory",
        description =
            "How many earlier representations of either side the alignment loss also sees; 0 for"
                + " the batch alone (${DEFAULT-VALUE}).")
    private int memory = DEFAULT.memory();

    @Option(
        names = "--map-rate",
        description = "Highest learning rate of the maps (${DEFAULT-VALUE}).")
    private double rate = DEFAULT.rate();

    @Option(
        names = "--warm-up",
        paramLabel = "<steps>",
        description =
            "Steps in which the maps are trained before, with both encoders frozen"
                + " (${DEFAULT-VALUE}).")
    private long warmUp = DEFAULT.warmUp();

    @Option(
        names = "--partner",
        defaultValue = "video",
        converter = PartnerName.class,
        description = {
          "What E is aligned with: U's video, or a control: text (U's own of the instruction),",
          "random-code (a fixed random vector an instruction), deranged (the video of another",
          "instruction of the task) (${DEFAULT-VALUE})."
        })
    private Partner partner;

    @Option(
        names = "--no-instruction",
        description = "Control: in the alignment loss E is told nothing.")
    private boolean untold;

    @Option(
        names = "--understanding-layer",
        paramLabel = "LAYER",
        description = "U's side: video.layer0 … or video.out (${DEFAULT-VALUE}).")
    private String understandingLayer = DEFAULT.understandingLayer();

    @Option(
        names = "--execution-layer",
        paramLabel = "LAYER",
        description = "E's side: language, scene.layer0 … or scene.coarse (${DEFAULT-VALUE}).")
    private String executionLayer = DEFAULT.executionLayer();

    @Option(
        names = "--keyframes",
        description =
            "E's side is the mean of this many keyframes of the episode (${DEFAULT-VALUE}).")
    private int keyframes = DEFAULT.keyframes();

    @Option(
        names = "--oracle",
        description = "With --watched: E is taught the watched episodes' actions, too.")
    private boolean oracle;

    @Option(
        names = "--placebo",
        description = "The same with everything drawn in another order: what chance alone does.")
    private boolean placebo;

    @Option(
        names = "--understanding",
        converter = Domains.Folder.class,
        paramLabel = "RUN",
        description =
            "A trained U to start from; without --execution this is the main form of the"
                + " experiment. U is fresh if there is none.")
    private Optional<Path> understanding = Optional.empty();

    @Option(
        names = "--execution",
        converter = Domains.Folder.class,
        paramLabel = "RUN",
        description = "A trained E to start from; E is fresh if there is none.")
    private Optional<Path> execution = Optional.empty();

    private AlignmentSettings settings(CommandSpec spec) {
      try {
        return new AlignmentSettings(
            pairing,
            tau,
            width,
            lambdaEe,
            lambda,
            rate,
            warmUp,
            memory,
            partner,
            !untold,
            understandingLayer,
            executionLayer,
            keyframes,
            oracle,
            placebo);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
    }

    private TrainingRun.Start start() {
      return new TrainingRun.Start(understanding, execution);
    }
  }

  private static final class PartnerName implements ITypeConverter<Partner> {
    @Override
    public Partner convert(String name) {
      return named(name, List.of(Partner.values()), Partner::label);
    }
  }

  private static final class PairingName implements ITypeConverter<Pairing> {
    @Override
    public Pairing convert(String name) {
      return named(name, List.of(Pairing.values()), Pairing::label);
    }
  }

  /** The value with a given label. */
  private static <T> T named(String name, List<T> values, Function<T, String> label) {
    List<String> labels = values.stream().map(label).toList();
    if (!labels.contains(name)) {
      int last = labels.size() - 1;
      throw new TypeConversionException(
          String.format(
              Locale.ROOT,
              "'%s' is not %s or %s",
              name,
              String.join(", ", labels.subList(0, last)),
              labels.get(last)));
    }
    return values.get(labels.indexOf(name));
  }

  private int report(Path run) throws IOException {
    RunRecord ended = RunRecord.of(run);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d steps in %.0f s, %,d parameters, peak memory %d MB; the model is in %s%n",
        run,
        ended.steps(),
        ended.seconds(),
        ended.parameters(),
        ended.with().peakMegabytes(),
        RunRecord.model(run));
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
      if (bar.isPresent() && bar.get().getMax() != progress.steps()) { // the warm-up has ended
        bar.get().close();
        bar = Optional.empty();
      }
      ProgressBar shown = bar.orElseGet(() -> start(progress));
      bar = Optional.of(shown);
      shown.stepTo(progress.step());
      shown.setExtraMessage(
          String.format(
              Locale.ROOT,
              " loss %.3f, waiting %.1f %%",
              progress.loss(),
              100 * progress.waiting()));
      if (System.nanoTime() - drawn > BETWEEN_CURVES.toNanos()) {
        drawn = System.nanoTime();
        draw();
      }
    }

    /** Starts a bar; a resumed training counts the time that it took before. */
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
          Pictures.writePng(curve.chart("Losses of " + who), run.resolve("curve.png"));
          Pictures.writePng(curve.rates("Learning rates of " + who), run.resolve("rates.png"));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }

    /** Draws the final curve: all rows are in the file by now. */
    @Override
    public void close() {
      bar.ifPresent(ProgressBar::close);
      if (Files.exists(run.resolve("metrics.csv"))) {
        draw();
      }
    }
  }
}
