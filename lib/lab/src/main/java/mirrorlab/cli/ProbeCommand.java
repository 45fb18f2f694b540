package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SharedInformation;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.PairsEvaluation;
import mirrorlab.experiment.ProbeEvaluation;
import mirrorlab.experiment.ProbeStudy;
import mirrorlab.understanding.VideoTextEncoder;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab probe}. */
@Command(
    name = "probe",
    description =
        "How far two frozen encoders align: two linear maps are trained on the training episodes"
            + " and asked on seen and on unseen instructions, beside all controls and beside"
            + " measures without maps. Writes OUT-test-seen.json and OUT-test-unseen.json, and"
            + " items as .csv beside them. The encoders are ours (--understanding, --execution,"
            + " --data), or any others (--pairs).")
final class ProbeCommand implements Callable<Integer> {
  private static final String LABELS = "labels.csv";
  private static final String DEFAULT_TAPS =
      LayerAlignment.by(VideoTextEncoder.VIDEO_OUT, KeyframePolicy.SCENE_COARSE);

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  /** Our own encoders, or the representations of others. */
  private static final class Source {
    @ArgGroup(exclusive = false)
    private Encoders encoders;

    @ArgGroup(exclusive = false)
    private Representations representations;
  }

  private static final class Encoders {
    @Option(
        names = "--understanding",
        converter = Domains.Folder.class,
        required = true,
        paramLabel = "RUN",
        description = "A training of U, or of both, that has ended.")
    private Path understanding;

    @Option(
        names = "--execution",
        converter = Domains.Folder.class,
        required = true,
        paramLabel = "RUN",
        description = "A training of E, or of both, that has ended.")
    private Path execution;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private DataOption data;

    @Option(
        names = "--rollouts",
        converter = Domains.Folder.class,
        paramLabel = "DIR",
        description =
            "What E did itself, from './mirrorlab evaluate control --save DIR': compares successes"
                + " and failures.")
    private Optional<Path> rollouts = Optional.empty();

    @Option(
        names = "--draws",
        converter = Domains.Positive.class,
        defaultValue = "" + ProbeStudy.DRAWS,
        showDefaultValue = CommandLine.Help.Visibility.ALWAYS,
        paramLabel = "N",
        description = "How often untrained encoders are drawn; 1 makes a small study.")
    private int draws;
  }

  private static final class Representations {
    @Option(
        names = "--pairs",
        converter = Domains.Existing.class,
        required = true,
        paramLabel = "PAIRS",
        description =
            "Any encoders' representations of the same N rows: a .safetensors or .npz file with"
                + " arrays understanding/LAYER, execution/LAYER and perhaps execution@ARM/LAYER,"
                + " each N×D; or a folder of such .npy or .parquet files. Scripts that write them:"
                + " lib/lab/src/main/python.")
    private Path pairs;

    @Option(
        names = "--labels",
        converter = Domains.File.class,
        paramLabel = "LABELS.csv",
        description =
            "A line for each row: episode, instruction, task, and perhaps split (train, validation,"
                + " test-seen, test-unseen; without it: folds by instruction), success (1 or 0) and"
                + " cluster (of the intervals). Default: labels.csv in PAIRS, or beside it.")
    private Optional<Path> labels = Optional.empty();

    Path csv() {
      return labels.orElseGet(
          () -> Files.isDirectory(pairs) ? pairs.resolve(LABELS) : pairs.resolveSibling(LABELS));
    }
  }

  @Option(
      names = "--out",
      converter = Domains.NewFile.class,
      required = true,
      paramLabel = "OUT.json",
      description = "The records to write.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    PrintWriter print = spec.commandLine().getOut();
    Consumer<String> log =
        what -> {
          print.println(what);
          print.flush();
        };
    List<Result> results = source.encoders == null ? ofPairs(log) : ofEncoders(log);
    results.forEach(result -> print(print, result));
    return 0;
  }

  private List<Result> ofPairs(Consumer<String> log) throws IOException, InterruptedException {
    return PairsEvaluation.run(
        source.representations.pairs, source.representations.csv(), out, log);
  }

  private List<Result> ofEncoders(Consumer<String> log) throws IOException, InterruptedException {
    Encoders encoders = source.encoders;
    Optional<DemonstrationSet> acted = Optional.empty();
    if (encoders.rollouts.isPresent()) {
      acted = Optional.of(DemonstrationSet.open(encoders.rollouts.get()));
    }
    return new ProbeEvaluation(
            encoders.understanding,
            encoders.execution,
            encoders.data.open(),
            acted,
            out,
            encoders.draws)
        .run(log);
  }

  /** Prints one row per arm: the results with its maps, and those without maps. */
  private static void print(PrintWriter out, Result result) {
    Set<String> arms = new LinkedHashSet<>();
    Stream.concat(result.metrics().stream(), result.references().stream())
        .forEach(metric -> arms.add(metric.arm()));
    out.printf(
        Locale.ROOT,
        "%n%-40s%22s%22s%22s%22s%12s%16s%n",
        result.split(),
        RecordNames.RECALL,
        "video→execution",
        "execution→video",
        "within task",
        "nats",
        "mutual kNN (p)");
    for (String arm : arms) {
      out.printf(
          Locale.ROOT,
          "%-40s%22s%22s%22s%22s%12s%16s%n",
          arm,
          percent(result, arm, RecordNames.RECALL, Metric.ALL),
          percent(result, arm, RecordNames.RECALL + " video→execution", Metric.ALL),
          percent(result, arm, RecordNames.RECALL + " execution→video", Metric.ALL),
          percent(result, arm, RecordNames.RECALL, SpontaneousAlignment.WITHIN_TASK),
          result
              .find(arm, SharedInformation.BOUND, Metric.ALL)
              .map(m -> String.format(Locale.ROOT, "%.2f", m.value()))
              .orElse(""),
          knn(result, arm)
              .map(m -> String.format(Locale.ROOT, "%.3f%s", m.value(), p(result, m)))
              .orElse(""));
    }
    out.flush();
  }

  /** The mutual kNN of the layers that our maps join; for other encoders, of the most alike. */
  private static Optional<Metric> knn(Result result, String arm) {
    return result
        .find(arm, LayerAlignment.MUTUAL_KNN, DEFAULT_TAPS)
        .or(
            () ->
                Stream.concat(result.metrics().stream(), result.references().stream())
                    .filter(m -> m.arm().equals(arm) && m.name().equals(LayerAlignment.MUTUAL_KNN))
                    .max(Comparator.comparingDouble(Metric::value)));
  }

  private static String p(Result result, Metric knn) {
    return result
        .find(knn.arm(), LayerAlignment.MUTUAL_KNN + " p" + LayerAlignment.WITHIN, knn.by())
        .map(m -> String.format(Locale.ROOT, " (%.3f)", m.value()))
        .orElse("");
  }

  private static String percent(Result result, String arm, String name, String by) {
    return result.find(arm, name, by).map(EvaluateCommand::cell).orElse("");
  }
}
