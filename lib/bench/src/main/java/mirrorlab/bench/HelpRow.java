package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The time of {@code ./mirrorlab doctor --help}, from the shell to its last line. */
final class HelpRow implements Row {
  @Override
  public String id() {
    return "start-help";
  }

  @Override
  public String compared() {
    return "./mirrorlab doctor --help beside the start of an IPython kernel: both start a virtual"
        + " machine";
  }

  @Override
  public String unit() {
    return "start";
  }

  @Override
  public double goal() {
    return 0.5;
  }

  @Override
  public Side ours(Session session) {
    return n -> Timing.of(n, HelpRow::help);
  }

  private static void help() throws IOException, InterruptedException {
    Path launcher = Path.of(System.getProperty("mirrorlab.root"), "mirrorlab");
    int code =
        new ProcessBuilder(launcher.toString(), "doctor", "--help")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (code != 0) {
      throw new IOException(launcher + " doctor --help ended with " + code);
    }
  }

  @Override
  public List<Peer> peers(Session session) throws Exception {
    return List.of(session.peer("start", "ipython", "IPython kernel", Map.of("kernel", "python3")));
  }
}
