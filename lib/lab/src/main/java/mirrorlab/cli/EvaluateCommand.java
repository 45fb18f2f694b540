package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.data.Split;
import mirrorlab.episode.Outcome;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.Imitation;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.experiment.AlignmentCheck;
import mirrorlab.experiment.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code ./mirrorlab evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Measures what a trained encoder can do: OUT.json, and OUT.csv with a row an episode.")
final class EvaluateCommand {
  /** Metrics with a unit; all others are rates. */
  private static final List<String> IN_UNITS = List.of(Imitation.CENTIMETRES, Imitation.DEGREES);

  @Spec private CommandSpec spec;

  /** The options of every evaluation. */
  private static final class Options {
    @Option(
        names = "--run",
        converter = Domains.Folder.class,
        required = true,
        paramLabel = "DIR",
        description = "A training that has ended.")
    private Path run;

    @Mixin private DataOption data;

    @Option(
        names = "--split",
        defaultValue = "test-seen",
        converter = SplitName.class,
        description = "validation, test-seen or test-unseen (${DEFAULT-VALUE}).")
    private Split split;

    @Option(
        names = "--out",
        converter = Domains.NewFile.class,
        required = true,
        paramLabel = "OUT.json",
        description = "The record to write.")
    private Path out;

    private Evaluation open() throws IOException {
      return new Evaluation(run, data.open(), split, out);
    }
  }

  /** The options of an evaluation of one arm of a comparison. */
  private static final class Alone {
    @Option(
        names = "--alone",
        description = "Measures E with nothing beside it: one arm of a comparison.")
    private boolean alone;
  }

  private static final class SplitName implements ITypeConverter<Split> {
    @Override
    public Split convert(String label) {
      try {
        return Split.named(label);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Command(
      name = "recognition",
      description =
          "U names each video among all instructions, beside chance, the most frequent one, U"
              + " untrained, and U that sees the first frame alone.")
  int recognition(@Mixin Options options) throws IOException, InterruptedException {
    Result result = options.open().recognition();
    print(result, List.of(RecordNames.TOP_1, "top-5", "task top-1", "task top-5"));
    return 0;
  }

  @Command(
      name = "imitation",
      description =
          "E chooses each next keyframe of demonstrations, beside E that is told nothing, and"
              + " keeping still; OUT.csv has a row a keyframe.")
  int imitation(@Mixin Options options, @Mixin Alone alone)
      throws IOException, InterruptedException {
    Result result;
    try (Bars bars = new Bars()) {
      Evaluation evaluation = options.open();
      result = evaluation.imitation(!alone.alone, bars);
    }
    print(result, List.of("cm", "within 1 cm", "degrees", "right object", "gripper"));
    return 0;
  }

  @Command(
      name = "control",
      description =
          "E acts in the scenes of demonstrations until it succeeds or fails, beside the expert,"
              + " the nearest demonstration replayed, E that is told nothing, and random"
              + " keyframes.")
  int control(
      @Mixin Options options,
      @Mixin Alone alone,
      @Option(
              names = "--save",
              converter = Domains.NewFolder.class,
              paramLabel = "DIR",
              description =
                  "Keeps what E does, failures among it, as a set of demonstrations; killed at any"
                      + " moment, the same command goes on with it.")
          Optional<Path> save)
      throws IOException, InterruptedException {
    Result result;
    try (Bars bars = new Bars()) {
      Evaluation evaluation = options.open();
      result = evaluation.control(!alone.alone, save, bars);
    }
    print(result, Stream.of(Outcome.values()).map(Control::name).toList());
    return 0;
  }

  @Command(
      name = "watch-then-do",
      description =
          "E is told nothing but shown a video of somebody doing it elsewhere, beside E that is"
              + " told, E that is told what U calls the video, the wrong video, and any instruction;"
              + " needs a run of 'train joint'.")
  int watchThenDo(@Mixin Options options) throws IOException, InterruptedException {
    Result result;
    try (Bars bars = new Bars()) {
      result = options.open().watchThenDo(Optional.empty(), bars);
    }
    print(result, List.of(RecordNames.SUCCESS, "understood", "task understood"));
    return 0;
  }

  @Command(
      name = "alignment-check",
      description = {
        "Whether an alignment loss did its work, on validation: Recall@1 within tasks against the",
        "baseline's, what the loss left to be learnt, and how its gradient stands to the encoders'",
        "own. To be made before any outcome is measured. Exit code 1 where it did not."
      })
  int alignmentCheck(
      @Option(
              names = "--baseline",
              converter = Domains.Folder.class,
              required = true,
              paramLabel = "RUN",
              description = "'train joint' with --lambda 0, ended.")
          Path baseline,
      @Option(
              names = "--run",
              converter = Domains.Folder.class,
              required = true,
              paramLabel = "RUN",
              description = "'train joint' with an alignment loss, ended.")
          Path aligned,
      @Mixin DataOption data,
      @Option(
              names = "--out",
              converter = Domains.NewFile.class,
              required = true,
              paramLabel = "OUT.json",
              description = "The record to write.")
          Path out)
      throws IOException, InterruptedException {
    Result check = new AlignmentCheck(baseline, aligned, data.open(), out).run();
    spec.commandLine().getOut().println(AlignmentCheck.line(check));
    return AlignmentCheck.holds(check) ? 0 : 1;
  }

  /** Prints a row for each arm and reference, then a row for each part. */
  private void print(Result result, List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-30s", result.split());
    names.forEach(name -> out.printf(Locale.ROOT, "%22s", name));
    out.println();
    row(out, result, result.arm(), Metric.ALL, names);
    result.references().stream()
        .map(Metric::arm)
        .distinct()
        .forEach(arm -> row(out, result, arm, Metric.ALL, names));
    result.metrics().stream()
        .map(Metric::by)
        .distinct()
        .filter(by -> !by.equals(Metric.ALL))
        .forEach(by -> row(out, result, result.arm(), by, names));
    out.flush();
  }

  private static void row(
      PrintWriter out, Result result, String arm, String by, List<String> names) {
    out.printf(Locale.ROOT, "%-30s", by.equals(Metric.ALL) ? arm : "  " + by);
    for (String name : names) {
      out.printf(
          Locale.ROOT, "%22s", result.find(arm, name, by).map(EvaluateCommand::cell).orElse(""));
    }
    out.println();
  }

  /** Such as {@code 74.9 (72.8–76.9)}, in percent for a rate. */
  static String cell(Metric metric) {
    double unit = IN_UNITS.contains(metric.name()) ? 1 : 100;
    return metric.n() == 0
        ? String.format(Locale.ROOT, "%.1f", unit * metric.value())
        : String.format(
            Locale.ROOT,
            "%.1f (%.1f–%.1f)",
            unit * metric.value(),
            unit * metric.low(),
            unit * metric.high());
  }
}
