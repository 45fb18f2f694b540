package mirrorlab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
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
  @Spec private CommandSpec spec;

  /** What each evaluation is told. */
  private static final class Options {
    @Option(
        names = "--run",
        required = true,
        paramLabel = "DIR",
        description = "A training that has ended.")
    private Path run;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Demonstrations.")
    private Path data;

    @Option(
        names = "--split",
        defaultValue = "test-seen",
        converter = SplitName.class,
        description = "validation, test-seen or test-unseen (${DEFAULT-VALUE}).")
    private Split split;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "OUT.json",
        description = "The record to write.")
    private Path out;
  }

  private static final class SplitName implements ITypeConverter<Split> {
    @Override
    public Split convert(String label) {
      return Arrays.stream(Split.values())
          .filter(split -> split.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "there is no split '%s'; the splits are %s"
                          .formatted(
                              label,
                              Arrays.stream(Split.values())
                                  .map(Split::label)
                                  .collect(Collectors.joining(", ")))));
    }
  }

  @Command(
      name = "recognition",
      description =
          "U names each video among all instructions, beside chance, the most frequent one, U"
              + " untrained, and U that sees the first frame alone.")
  int recognition(@Mixin Options options) throws IOException, InterruptedException {
    Result result =
        Evaluation.recognition(
            options.run, DemonstrationSet.open(options.data), options.split, options.out);
    print(result, List.of("top-1", "top-5", "task top-1", "task top-5"));
    return 0;
  }

  /** A row for each arm and reference, then a row a task. */
  private void print(Result result, List<String> names) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-30s", result.split());
    names.forEach(name -> out.printf("%22s", name));
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
    out.printf("%-30s", by.equals(Metric.ALL) ? arm : "  " + by);
    for (String name : names) {
      out.printf("%22s", result.find(arm, name, by).map(EvaluateCommand::cell).orElse(""));
    }
    out.println();
  }

  /** Such as {@code 74.9 (72.8–76.9)}, in percent. */
  private static String cell(Metric metric) {
    return metric.n() == 0
        ? "%.1f".formatted(100 * metric.value())
        : "%.1f (%.1f–%.1f)"
            .formatted(100 * metric.value(), 100 * metric.low(), 100 * metric.high());
  }
}
