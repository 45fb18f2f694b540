package mirrorlab.nn;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
   * <p>A run may have been begun before its configuration had some field. Such a run was made with
   * the field's default, and {@code config.json} gets the field now.
   *
   * @param config the run's configuration, as in {@link #create}
   * @param defaults the same configuration with the default of every field that has one
   * @throws IOException if there is no run, or if it was begun with another configuration; the
   *     message names each field that differs, with both values
   */
  public static <T> RunDirectory resume(Path path, T config, T defaults) throws IOException {
    Path file = path.resolve("config.json");
    if (!Files.exists(file)) {
      throw new IOException(path + " holds no run: there is no config.json; start one instead");
    }
    JsonObject before = JsonFile.read(file, JsonObject.class);
    JsonElement now = JsonParser.parseString(JsonFile.text(config));
    List<String> differences = new ArrayList<>();
    compare("", before, now, JsonParser.parseString(JsonFile.text(defaults)), differences);
    if (!differences.isEmpty()) {
      throw new IOException(
          path
              + " was begun with another configuration: "
              + String.join("; ", differences)
              + "; give the same as in its config.json, or another directory."
              + " (See 'Another configuration' in notebooks/trouble.md.)");
    }
    if (!before.equals(now)) {
      JsonFile.write(file, config);
    }
    return new RunDirectory(path, Set.of());
  }

  private static void compare(
      String name,
      JsonElement before,
      JsonElement now,
      JsonElement defaults,
      List<String> differences) {
    if (before instanceof JsonObject old && now instanceof JsonObject own) {
      Set<String> keys = new LinkedHashSet<>(old.keySet());
      keys.addAll(own.keySet());
      for (String key : keys) {
        JsonElement usual =
            defaults instanceof JsonObject fields ? field(fields, key) : JsonNull.INSTANCE;
        compare(
            name.isEmpty() ? key : name + "." + key,
            old.has(key) ? old.get(key) : usual,
            field(own, key),
            usual,
            differences);
      }
    } else if (!before.equals(now)) {
      differences.add(name + " was " + before + ", not " + now);
    }
  }

  private static JsonElement field(JsonObject fields, String key) {
    return fields.has(key) ? fields.get(key) : JsonNull.INSTANCE;
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
