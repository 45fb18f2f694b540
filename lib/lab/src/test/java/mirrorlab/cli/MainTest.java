package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
  private final StringWriter err = new StringWriter();

  @Test
  void whatTheUserCanMendIsOneLine() {
    int code = runFailing(new IOException("no room in /data; free 1 GB"));
    assertEquals(1, code);
    assertEquals("mirrorlab: no room in /data; free 1 GB", err.toString().strip());
  }

  @Test
  void itsTraceIsThereForTheAsking() {
    Exception failure = new IOException("no room in /data; free 1 GB");
    run(Main.commandLine().addSubcommand(new Failing(failure)), "fail", "--stacktrace");
    List<String> lines = err.toString().lines().toList();
    assertEquals("mirrorlab: no room in /data; free 1 GB", lines.get(0));
    assertTrue(lines.get(2).contains("at mirrorlab.cli.MainTest"), err.toString());
  }

  @Test
  void whatOnlyWeCanMendComesWithItsTrace() {
    int code = runFailing(new ArithmeticException("ours"));
    assertEquals(1, code);
    assertTrue(err.toString().contains("at mirrorlab.cli.MainTest"), err.toString());
  }

  @Test
  void anInterruptionIsOneLineAndTheExitCodeOfCtrlC() {
    assertEquals(130, runFailing(new InterruptedException("stopped after step 3; goes on so")));
    assertEquals("mirrorlab: stopped after step 3; goes on so", err.toString().strip());
    assertEquals(130, runFailing(new CancellationException()));
    assertEquals(2, err.toString().lines().count(), err.toString());
  }

  @Test
  void anUnknownOptionIsBadUsage() {
    assertEquals(2, run(Main.commandLine(), "doctor", "--wrong"));
    assertTrue(err.toString().contains("--wrong"), err.toString());
  }

  private int runFailing(Exception failure) {
    return run(Main.commandLine().addSubcommand(new Failing(failure)), "fail");
  }

  private int run(CommandLine commands, String... arguments) {
    return commands.setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Command(name = "fail")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }
}
