package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mirrorlab.files.Folder;

/** What the rows of one run share: a folder for their data, and the Python processes. */
final class Session implements AutoCloseable {
  private final Path folder;
  private final Optional<Path> python;
  private final Path programs;
  private final Map<String, PeerProcess> processes = new LinkedHashMap<>();

  /**
   * A session without processes.
   *
   * @param folder for data that both sides read
   * @param python of an environment with the peers' packages
   * @param programs the folder of the peers' programs
   */
  Session(Path folder, Optional<Path> python, Path programs) throws IOException {
    this.folder = Folder.create(folder);
    this.python = python;
    this.programs = programs;
  }

  /** The folder for data that both sides read. */
  Path folder() {
    return folder;
  }

  /** Whether there is a Python for peers. */
  boolean hasPeers() {
    return python.isPresent();
  }

  /**
   * A peer of the program {@code NAME.py}, which is started if it does not run.
   *
   * @throws IllegalStateException if this session has no Python
   */
  Peer peer(String program, String row, String name, Map<String, ?> settings) throws Exception {
    Path executable =
        python.orElseThrow(() -> new IllegalStateException("this session has no Python for peers"));
    return new Peer(process(executable, program, program), row, name, settings);
  }

  /** A row of a program in the lessons' environment, for what is ours and starts there. */
  Peer inLessons(String program, String row, String name, Map<String, ?> settings)
      throws Exception {
    Path executable = Path.of(System.getProperty("mirrorlab.venv"), "bin", "python");
    return new Peer(process(executable, program, program + "-ours"), row, name, settings);
  }

  private PeerProcess process(Path executable, String program, String key) throws IOException {
    PeerProcess process = processes.get(key);
    if (process == null) {
      Path errors = folder.resolve(key + ".errors.txt");
      process = new PeerProcess(executable, programs.resolve(program + ".py"), errors);
      processes.put(key, process);
    }
    return process;
  }

  @Override
  public void close() throws IOException {
    for (PeerProcess process : processes.values()) {
      process.close();
    }
  }
}
