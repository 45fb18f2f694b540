package mirrorlab.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SharedInformation;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.ProbeEvaluation;
import mirrorlab.experiment.ProbeStudy;
import mirrorlab.understanding.VideoTextEncoder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab probe}. */
@Command(
    name = "probe",
    description = {
      "How far two frozen encoders align: two linear maps are trained on the training episodes and",
      "asked on seen and on unseen instructions, beside all controls and beside measures without",
      "maps. Writes OUT-test-seen.json and OUT-test-unseen.json, and items as .csv beside them."
    })
final class ProbeCommand implements Callable<Integer> {
  private static final String DEFAULT_TAPS =
      LayerAlignment.by(VideoTextEncoder.VIDEO_OUT, KeyframePolicy.SCENE_COARSE);

  @Spec private CommandSpec spec;

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

  @Mixin private DataOption data;

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

  @Option(
      names = "--out",
      converter = Domains.NewFile.class,
      required = true,
      paramLabel = "OUT.json",
      description = "The records to write.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Optional<DemonstrationSet> acted = Optional.empty();
    if (rollouts.isPresent()) {
      acted = Optional.of(DemonstrationSet.open(rollouts.get()));
    }
    PrintWriter print = spec.commandLine().getOut();
    List<Result> results =
        new ProbeEvaluation(understanding, execution, data.open(), acted, out, draws)
            .run(
                what -> {
                  print.println(what);
                  print.flush();
                });
    results.forEach(result -> print(print, result));
    return 0;
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
          result
              .find(arm, LayerAlignment.MUTUAL_KNN, DEFAULT_TAPS)
              .map(m -> String.format(Locale.ROOT, "%.3f%s", m.value(), p(result, arm)))
              .orElse(""));
    }
    out.flush();
  }

  private static String p(Result result, String arm) {
    return result
        .find(arm, LayerAlignment.MUTUAL_KNN + " p" + LayerAlignment.WITHIN, DEFAULT_TAPS)
        .map(m -> String.format(Locale.ROOT, " (%.3f)", m.value()))
        .orElse("");
  }

  private static String percent(Result result, String arm, String name, String by) {
    return result.find(arm, name, by).map(EvaluateCommand::cell).orElse("");
  }
}
