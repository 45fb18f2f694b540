package mirrorlab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import mirrorlab.files.FileTrouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The commands behind {@code ./mirrorlab}.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 bad usage, 128 + N stopped by signal N.
 */
@Command(
    name = "./mirrorlab",
    description = "Embodied representation alignment with mirror neurons, in Java.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AtlasCommand.class,
      ConvertCommand.class,
      DataCommand.class,
      DoctorCommand.class,
      EvaluateCommand.class,
      FiguresCommand.class,
      ProbeCommand.class,
      ReproduceCommand.class,
      TrainCommand.class,
      WorldCommand.class
    })
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  private boolean help;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Shows where in the code an error was found.")
  private boolean stacktrace;

  private Main() {}

  /** Runs one command and exits the JVM with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // for numbers formatted by libraries
    Stop.onSignals(Thread.currentThread());
    System.exit(commandLine().execute(arguments));
  }

  /** The commands, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
  }

  /**
   * Prints one line for errors that the user can fix, and the whole stack trace for bugs; also for
   * the commands of other modules.
   */
  public static int explain(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (Stop.explains(e)) {
      String how = e instanceof InterruptedException ? e.getMessage() : null;
      say(command, how == null ? "stopped; the same command goes on or starts again" : how);
      return Stop.exitCode();
    }
    boolean ours =
        e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof UncheckedIOException
            || e instanceof IOException;
    if (!ours || e.getMessage() == null) {
      throw e;
    }
    say(command, FileTrouble.describe(e));
    if (command.getCommandSpec().root().userObject() instanceof Main main && main.stacktrace) {
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void say(CommandLine command, String text) {
    command.getErr().println(command.getColorScheme().errorText("mirrorlab: " + text));
  }
}
