package mirrorlab.bench;

import java.io.IOException;
import java.util.Map;

/** One row in a Python process. */
final class Peer implements Side {
  private final PeerProcess process;
  private final String row;
  private final String name;
  private final Map<String, ?> settings;
  private String version = "";

  /**
   * A peer that {@link #prepare} makes ready to run.
   *
   * @param row its name in the program
   * @param name its name in tables
   * @param settings the row's settings
   */
  Peer(PeerProcess process, String row, String name, Map<String, ?> settings) {
    this.process = process;
    this.row = row;
    this.name = name;
    this.settings = Map.copyOf(settings);
  }

  /**
   * Makes it ready.
   *
   * @return itself
   * @throws IOException with its error, such as of a package that is missing
   */
  Peer prepare() throws IOException {
    version = process.ask("prepare", row, settings).get("version").getAsString();
    return this;
  }

  /** Its name in tables. */
  String name() {
    return name;
  }

  /** The version of its library. */
  String version() {
    return version;
  }

  @Override
  public Timing run(long n) throws Exception {
    return process.read(process.ask("run", row, Map.of("n", n)), Timing.class);
  }

  @Override
  public double[] answer() throws Exception {
    return process.read(process.ask("answer", row, Map.of()).get("numbers"), double[].class);
  }

  @Override
  public void close() throws IOException {
    process.ask("close", row, Map.of());
  }
}
