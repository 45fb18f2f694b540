package mirrorlab.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import mirrorlab.cli.Main;
import mirrorlab.experiment.Provenance;
import mirrorlab.files.FileTrouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./mirrorlab bench}. */
@Command(
    name = "./mirrorlab bench",
    description = "Times the library beside its peers in Python, in turn on the same data.")
public final class Bench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Rows or groups of rows; all without one. --list shows them.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--peers",
      description =
          "Times the peers, too; makes their Python environment first (about 6 GB). Without it"
              + " only ours is timed.")
  private boolean peers;

  @Option(
      names = "-o",
      paramLabel = "FOLDER",
      description = "Where bench.json, bench.md and bench.png go. Default: build/bench/results.")
  private Path to = build().resolve("bench").resolve("results");

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "How often each side is timed. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "1",
      description = "How long a side runs in a round. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--profile",
      description = "Says where the CPU time of a training step goes, and ends.")
  private boolean profile;

  @Option(names = "--list", description = "Lists the rows and ends.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  private boolean help;

  private Bench() {}

  /** Runs the command and leaves the JVM with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setExecutionExceptionHandler(Main::explain);
  }

  private static Path build() {
    return Path.of(System.getProperty("mirrorlab.build", "build"));
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Rows.groups()
          .forEach(
              (group, rows) ->
                  rows.forEach(
                      row -> out.println(group + "  " + row.id() + "  " + row.compared())));
      out.flush();
      return 0;
    }
    List<Row> rows = Rows.named(names);
    if (profile) {
      try (Session session = session()) {
        StepProfile.write(rows, session, out);
      }
      return 0;
    }
    Harness harness = new Harness(rounds, seconds);
    BenchRecord record = measure(rows, harness, out);
    BenchPage.write(record, to);
    out.println(to.resolve("bench.md"));
    out.flush();
    return record.failed().isEmpty() ? 0 : 1;
  }

  private BenchRecord measure(List<Row> rows, Harness harness, PrintWriter out) throws Exception {
    double load = BenchRecord.load();
    List<Measured> measured = new ArrayList<>();
    List<BenchRecord.Failed> failed = new ArrayList<>();
    if (!peers) {
      out.println("only ours is timed; --peers times what it is compared with, too");
    }
    try (Session session = session()) {
      for (Row row : rows) {
        try {
          Measured it = harness.measure(row, session);
          measured.add(it);
          out.println(line(it));
        } catch (IOException | IllegalStateException e) {
          failed.add(new BenchRecord.Failed(row.id(), FileTrouble.describe(e)));
          out.println(row.id() + ": " + FileTrouble.describe(e));
        }
        out.flush();
      }
    }
    return new BenchRecord(
        BenchRecord.SCHEMA,
        Provenance.now(),
        BenchRecord.processorHere(),
        List.of(load, BenchRecord.load()),
        measured,
        failed);
  }

  private Session session() throws IOException {
    Path folder = build().resolve("bench");
    Path programs =
        Path.of(System.getProperty("mirrorlab.root", ".")).resolve("lib/bench/src/main/python");
    Path python = folder.resolve("venv/bin/python");
    return new Session(
        folder.resolve("work"), peers ? Optional.of(python) : Optional.empty(), programs);
  }

  private static String line(Measured it) {
    StringBuilder line =
        new StringBuilder(it.row() + ": " + BenchPage.time(it.seconds()) + " / " + it.unit());
    for (Measured.Against peer : it.peers()) {
      line.append("; ")
          .append(peer.name())
          .append(" × ")
          .append(it.ratio(peer))
          .append(", CPU × ")
          .append(it.cpuRatio(peer));
    }
    return line.toString();
  }
}
