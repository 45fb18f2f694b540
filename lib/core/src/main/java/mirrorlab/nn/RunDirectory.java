package mirrorlab.nn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import mirrorlab.files.Folder;
import mirrorlab.files.JsonFile;

/**
 * The directory of a training's configuration, metrics and checkpoints.
 *
 * <pre>
 *   config.json                        the configuration
 *   metrics.csv                        a row per step
 *   checkpoint/weights.safetensors     the model as it would be evaluated now
 *   checkpoint/optimizer.safetensors   everything else needed to resume
 *   checkpoint/state.json              steps and seconds done
 *   weights-at-N.safetensors           the model as evaluated after N steps, if kept
 * </pre>
 */
public final class RunDirectory {
  private final Path path;
  private final Set<Long> kept;

  private RunDirectory(Path path, Set<Long> kept) {
    this.path = path;
    this.kept = kept;
  }

  /**
   * Begins a new run.
   *
   * @param config a record of everything that the run depends on, including its seed
   * @throws IOException if the directory already holds a run
   */
  public static RunDirectory create(Path path, Object config) throws IOException {
    if (Files.exists(path.resolve("config.json"))) {
      throw new IOException(path + " already holds a run: resume it, or name another directory");
    }
    Folder.create(path);
    JsonFile.write(path.resolve("config.json"), config);
    return new RunDirectory(path, Set.of());
  }

  /**
   * Resumes a run that was stopped at any point.
   *
   * @throws IOException if there is none, or if it was begun with another configuration
   */
  public static RunDirectory resume(Path path, Object config) throws IOException {
    Path file = path.resolve("config.json");
    if (!Files.exists(file)) {
      throw new IOException(path + " holds no run: there is no config.json; start one instead");
    }
    String before = Files.readString(file);
    if (!before.equals(JsonFile.text(config))) {
      throw new IOException(
          path
              + " was begun with another configuration: "
              + before
              + ", not "
              + JsonFile.text(config)
              + ". (See 'Another configuration' in notebooks/trouble.md.)");
    }
    return new RunDirectory(path, Set.of());
  }

  /** The same run, which also keeps the weights after the given numbers of steps. */
  public RunDirectory keeping(Collection<Long> steps) {
    return new RunDirectory(path, Set.copyOf(steps));
  }

  /** The file of the weights after a number of steps. */
  public Path weightsAt(long step) {
    return path.resolve(String.format(Locale.ROOT, "weights-at-%d.safetensors", step));
  }

  boolean keeps(long step) {
    return kept.contains(step);
  }

  /** The path of the directory. */
  public Path path() {
    return path;
  }
}
