package mirrorlab.data;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.files.JsonFile;
import mirrorlab.world.Lazily;
import mirrorlab.world.Outcome;

/**
 * A LeRobot v3 set that anybody made, if its pictures are in its Parquet files: videos with
 * instructions, for U.
 *
 * <pre>{@code
 * LeRobotSet set = LeRobotSet.open(Path.of("somebodys/set"));
 * List<Episode> episodes = set.episodes(set.cameras().get(0));
 * }</pre>
 */
public final class LeRobotSet {
  private final Path path;
  private final JsonObject info;
  private final List<String> cameras;

  private LeRobotSet(Path path, JsonObject info, List<String> cameras) {
    this.path = path;
    this.info = info;
    this.cameras = cameras;
  }

  /**
   * Opens a set; its data files are read later.
   *
   * @throws IOException if it is none, or of another version, or its pictures are in video files
   */
  public static LeRobotSet open(Path path) throws IOException {
    Path file = path.resolve(LeRobot.INFO);
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing, so that this is no LeRobot set");
    }
    JsonObject info = JsonFile.read(file, JsonObject.class);
    try {
      String version = info.get("codebase_version").getAsString();
      if (!version.startsWith("v3")) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s says version %s and we read v3; convert the set with lerobot",
                file,
                version));
      }
      List<String> cameras = new ArrayList<>();
      for (var feature : info.getAsJsonObject("features").entrySet()) {
        String type = feature.getValue().getAsJsonObject().get("dtype").getAsString();
        if (type.equals("image")) {
          cameras.add(feature.getKey());
        }
      }
      if (cameras.isEmpty()) {
        throw new IOException(
            file + " has no feature of dtype image; pictures in video files are not read");
      }
      return new LeRobotSet(path, info, List.copyOf(cameras));
    } catch (RuntimeException e) { // what Gson throws where something is missing or of another kind
      throw new IOException(file + " is not LeRobot's: " + e, e);
    }
  }

  /** The features that are pictures, such as {@code observation.images.front}. */
  public List<String> cameras() {
    return cameras;
  }

  /**
   * All episodes as one camera saw them: 8 frames evenly spaced over each, and no steps; the task
   * is the instruction, and the seed −1 less the episode's index.
   */
  public List<Episode> episodes(String camera) throws IOException {
    if (!cameras.contains(camera)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no picture %s in %s; there are %s", camera, path, cameras));
    }
    Map<Long, String> tasks = tasks();
    String picture = Rows.bytes(camera);
    Map<Long, Frames> frames = new TreeMap<>();
    for (Path file : dataFiles()) {
      Columns columns = Columns.read(file, List.of(LeRobot.EPISODE, LeRobot.TASK, picture));
      for (int row = 0; row < columns.rows(); row++) {
        long task = columns.whole(LeRobot.TASK, row);
        frames
            .computeIfAbsent(
                columns.whole(LeRobot.EPISODE, row), i -> new Frames(task, new ArrayList<>()))
            .packed
            .add(new PackedImage(columns.bytes(picture, row)));
      }
    }
    List<Episode> episodes = new ArrayList<>();
    for (Map.Entry<Long, Frames> entry : frames.entrySet()) {
      episodes.add(episode(entry.getKey(), entry.getValue(), tasks));
    }
    return List.copyOf(episodes);
  }

  private record Frames(long task, List<PackedImage> packed) {}

  private Map<Long, String> tasks() throws IOException {
    Path file = path.resolve(LeRobot.TASKS);
    Map<Long, String> tasks = new LinkedHashMap<>();
    for (Map<String, Object> row : Parquet.read(file)) {
      // The text is the Pandas index, whose column is named as the index is, or not at all.
      Object text = row.getOrDefault("__index_level_0__", row.get("task"));
      if (text == null) {
        throw new IOException(file + " has neither a column __index_level_0__ nor task");
      }
      if (!(row.get(LeRobot.TASK) instanceof Long task)) {
        throw new IOException(
            String.format(Locale.ROOT, "%s has no whole number in column %s", file, LeRobot.TASK));
      }
      tasks.put(task, text.toString());
    }
    return tasks;
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> tree = Files.walk(path.resolve("data"))) {
      return tree.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private Episode episode(long index, Frames frames, Map<Long, String> tasks) throws IOException {
    String task = tasks.get(frames.task);
    if (task == null) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%s, episode %d: its task is not in %s", path, index, LeRobot.TASKS));
    }
    int last = frames.packed.size() - 1;
    List<PackedImage> video = new ArrayList<>();
    for (int t = 0; t < Demonstrations.FRAMES; t++) {
      video.add(frames.packed.get(last * t / (Demonstrations.FRAMES - 1)));
    }
    double seconds = last / info.get("fps").getAsDouble();
    return new Episode(
        task,
        0,
        List.of(task),
        -1 - index,
        Outcome.SUCCESS,
        seconds,
        new Lazily<>(video, PackedImage::unpack),
        List.of());
  }
}
