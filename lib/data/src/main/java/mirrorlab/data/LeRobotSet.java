package mirrorlab.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.LazyList;
import mirrorlab.episode.Outcome;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sanitized;

/**
 * A LeRobot v3 set that anybody made, if its pictures are in its Parquet files: videos with
 * instructions, for U.
 *
 * <p>{@code meta/episodes} says which episodes there are and in which file the rows of each are;
 * the rows say by {@code frame_index} which frame comes first. Files and rows of no episode are not
 * read.
 *
 * <pre>{@code
 * LeRobotSet set = LeRobotSet.open(Path.of("somebodys/set"));
 * List<Episode> episodes = set.episodes(set.cameras().get(0));
 * }</pre>
 */
public final class LeRobotSet {
  private static final String FRAME = "frame_index";
  private static final String LENGTH = "length";
  private static final String CHUNK = "data/chunk_index";
  private static final String FILE = "data/file_index";
  private static final String DATA_PATH =
      "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet";
  private static final Pattern PLACE =
      Pattern.compile("\\{(chunk_index|file_index)(?::0?([0-9])d)?\\}");

  private final Path path;
  private final double fps;
  private final String dataPath;
  private final List<String> cameras;

  private LeRobotSet(Path path, double fps, String dataPath, List<String> cameras) {
    this.path = path;
    this.fps = fps;
    this.dataPath = dataPath;
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
      throw new IOException(
          file + " is missing, so that this is no LeRobot set; name the folder that holds meta/");
    }
    JsonObject info = JsonFile.read(file, JsonObject.class);
    try {
      String version = info.get("codebase_version").getAsString();
      if (!version.startsWith("v3")) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s says version %s and we read v3; convert the set with 'python -m lerobot.scripts.convert_dataset_v21_to_v30'",
                file,
                Sanitized.of(version)));
      }
      JsonElement dataPath = info.get("data_path");
      return new LeRobotSet(
          path,
          fps(file, info),
          dataPath == null || dataPath.isJsonNull() ? DATA_PATH : dataPath.getAsString(),
          cameras(file, info));
    } catch (RuntimeException e) { // what Gson throws where something is missing or of another kind
      throw new IOException(
          String.format(
              Locale.ROOT, "%s is not LeRobot's (%s); write it with lerobot", file, firstLine(e)),
          e);
    }
  }

  private static String firstLine(Exception e) {
    return Sanitized.of(e.toString().lines().findFirst().orElse(""));
  }

  private static double fps(Path file, JsonObject info) throws IOException {
    JsonElement fps = info.get("fps");
    double value = fps == null || fps.isJsonNull() ? Double.NaN : fps.getAsDouble();
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has fps %s; write in it how many frames there are a second, such as \"fps\": 30",
              file,
              fps == null ? "missing" : Sanitized.of(fps.toString())));
    }
    return value;
  }

  /** Features of dtype image that are colours, not depth. */
  private static List<String> cameras(Path file, JsonObject info) throws IOException {
    List<String> cameras = new ArrayList<>();
    List<String> videos = new ArrayList<>();
    for (var feature : info.getAsJsonObject("features").entrySet()) {
      JsonObject described = feature.getValue().getAsJsonObject();
      String type = described.get("dtype").getAsString();
      if (type.equals("image") && !isDepth(described)) {
        cameras.add(feature.getKey());
      } else if (type.equals("video")) {
        videos.add(feature.getKey());
      }
    }
    if (cameras.isEmpty()) {
      throw new IOException(
          videos.isEmpty()
              ? file + " has no feature of dtype image; name a set with pictures"
              : String.format(
                  Locale.ROOT,
                  "%s: the pictures %s are in video files, which are not read; write them as images first. (See 'Pictures in video files' in notebooks/trouble.md.)",
                  file,
                  Sanitized.of(videos.toString())));
    }
    return List.copyOf(cameras);
  }

  private static boolean isDepth(JsonObject feature) {
    return feature.get("info") instanceof JsonObject info
        && Stream.of("is_depth_map", "video.is_depth_map")
            .map(info::get)
            .anyMatch(it -> it != null && it.isJsonPrimitive() && it.getAsBoolean());
  }

  /** The features that are pictures, such as {@code observation.images.front}. */
  public List<String> cameras() {
    return cameras;
  }

  /**
   * All episodes as one camera saw them: 8 frames evenly spaced over each, and no steps; the task
   * is the instruction, and the seed −1 less the episode's index.
   *
   * @throws IOException if the set is damaged, or holds no episodes
   * @throws IllegalArgumentException if there is no such camera
   */
  public List<Episode> episodes(String camera) throws IOException {
    if (!cameras.contains(camera)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "there is no picture %s in %s; there are %s", camera, path, cameras));
    }
    Map<Path, List<Listed>> byFile = new LinkedHashMap<>();
    for (Listed episode : listed()) {
      byFile.computeIfAbsent(episode.file, file -> new ArrayList<>()).add(episode);
    }
    Map<Long, String> tasks = tasks();
    Map<Long, Episode> episodes = new TreeMap<>();
    for (Map.Entry<Path, List<Listed>> entry : byFile.entrySet()) {
      Path file = entry.getKey();
      Columns columns =
          Columns.read(file, List.of(LeRobot.EPISODE, LeRobot.TASK, FRAME, Rows.bytes(camera)));
      Map<Long, List<Integer>> rows = rows(columns);
      for (Listed listed : entry.getValue()) {
        int[] frames = frames(listed, columns, rows.getOrDefault(listed.index, List.of()));
        episodes.put(listed.index, episode(listed, columns, frames, camera, tasks));
      }
    }
    return List.copyOf(episodes.values());
  }

  /**
   * An episode of the set.
   *
   * @param length in frames
   * @param file that holds its rows
   */
  private record Listed(long index, long length, Path file) {}

  private List<Listed> listed() throws IOException {
    Map<Long, Listed> all = new TreeMap<>();
    for (Path meta : parquet(path.resolve("meta/episodes"))) {
      Columns columns = Columns.read(meta, List.of(LeRobot.EPISODE, LENGTH, CHUNK, FILE));
      for (int row = 0; row < columns.rows(); row++) {
        long index = columns.whole(LeRobot.EPISODE, row);
        Path file =
            data(columns.whole(CHUNK, row), columns.whole(FILE, row))
                .orElseThrow(
                    () ->
                        new IOException(
                            String.format(
                                Locale.ROOT,
                                "%s has data_path '%s'; LeRobot's is '%s'",
                                path.resolve(LeRobot.INFO),
                                Sanitized.of(dataPath),
                                DATA_PATH)));
        Listed episode = new Listed(index, columns.whole(LENGTH, row), file);
        if (all.put(index, episode) != null) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s, row %d: episode %d is listed twice; write the set anew with lerobot",
                  meta,
                  row,
                  index));
        }
      }
    }
    if (all.isEmpty()) {
      throw new IOException(
          path + " holds no episodes: meta/episodes lists none; record some first");
    }
    return List.copyOf(all.values());
  }

  /** The Parquet files of all chunks of a folder. */
  private static List<Path> parquet(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is missing; copy or download all of the set");
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> chunks = Files.list(folder)) {
      for (Path chunk : chunks.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> inside = Files.list(chunk)) {
          inside.filter(it -> it.toString().endsWith(".parquet")).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }

  /** The data file of these numbers; none if the set's pattern gives no path in the set. */
  private Optional<Path> data(long chunk, long file) {
    Matcher places = PLACE.matcher(dataPath);
    String name =
        places.replaceAll(
            place -> {
              long number = place.group(1).equals("chunk_index") ? chunk : file;
              int digits = place.group(2) == null ? 1 : Integer.parseInt(place.group(2));
              String text = Long.toString(number);
              return "0".repeat(Math.max(0, digits - text.length())) + text;
            });
    if (!name.matches("[\\p{Print}&&[^{}\\\\:]]+") || chunk < 0 || file < 0) {
      return Optional.empty();
    }
    Path data = path.resolve(name).normalize();
    return data.startsWith(path.normalize()) ? Optional.of(data) : Optional.empty();
  }

  private static Map<Long, List<Integer>> rows(Columns columns) throws IOException {
    Map<Long, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < columns.rows(); row++) {
      rows.computeIfAbsent(columns.whole(LeRobot.EPISODE, row), i -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  /** The rows of an episode in the order of its frames. */
  private static int[] frames(Listed episode, Columns columns, List<Integer> rows)
      throws IOException {
    if (rows.size() != episode.length || rows.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d frames of episode %d, but meta/episodes says %d; copy or download it again",
              episode.file,
              rows.size(),
              episode.index,
              episode.length));
    }
    int[] frames = new int[rows.size()];
    Arrays.fill(frames, -1);
    for (int row : rows) {
      long frame = columns.whole(FRAME, row);
      if (frame < 0 || frame >= frames.length || frames[(int) frame] >= 0) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s, row %d: episode %d has frame_index %d twice or beyond its %d frames; write the set anew with lerobot",
                episode.file,
                row,
                episode.index,
                frame,
                frames.length));
      }
      frames[(int) frame] = row;
    }
    return frames;
  }

  private Episode episode(
      Listed listed, Columns columns, int[] frames, String camera, Map<Long, String> tasks)
      throws IOException {
    String task = tasks.get(columns.whole(LeRobot.TASK, frames[0]));
    if (task == null) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s, row %d: task_index %d of episode %d is not in %s; copy or download that again",
              listed.file,
              frames[0],
              columns.whole(LeRobot.TASK, frames[0]),
              listed.index,
              path.resolve(LeRobot.TASKS)));
    }
    int last = frames.length - 1;
    List<Picture> video = new ArrayList<>();
    for (int t = 0; t < Demonstrations.FRAMES; t++) {
      int row = frames[(int) ((long) last * t / (Demonstrations.FRAMES - 1))];
      PackedImage packed = new PackedImage(columns.bytes(Rows.bytes(camera), row));
      video.add(
          new Picture(
              packed, String.format(Locale.ROOT, "%s, row %d, %s", listed.file, row, camera)));
    }
    return new Episode(
        task,
        0,
        List.of(task),
        -1 - listed.index,
        Outcome.SUCCESS,
        last / fps,
        new LazyList<>(video, picture -> picture.packed.unpack(picture.where)),
        List.of());
  }

  private record Picture(PackedImage packed, String where) {}

  /** The instruction of each task_index. */
  private Map<Long, String> tasks() throws IOException {
    Path file = path.resolve(LeRobot.TASKS);
    List<Map<String, Object>> rows = Parquet.read(file);
    String column = textColumn(file, rows);
    Map<Long, String> tasks = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      Object index = row.get(LeRobot.TASK);
      if (!(index instanceof Long || index instanceof Integer || index instanceof Short)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s has %s in column %s; there should be a whole number",
                file,
                Sanitized.of(String.valueOf(index)),
                LeRobot.TASK));
      }
      String text = text(row.get(column)).orElse("");
      String before = tasks.put(((Number) index).longValue(), text);
      if (text.isBlank() || before != null) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: task_index %s %s; write the set anew with lerobot",
                file,
                index,
                text.isBlank() ? "has no text" : "is there twice"));
      }
    }
    return tasks;
  }

  /**
   * The texts are the Pandas index, whose column Pandas' metadata name. Others store them beside an
   * index of numbers, in {@code task}.
   */
  private static String textColumn(Path file, List<Map<String, Object>> rows) throws IOException {
    Map<String, Object> first = rows.isEmpty() ? Map.of() : rows.get(0);
    List<String> names = new ArrayList<>(Parquet.pandasIndex(file));
    names.addAll(List.of("__index_level_0__", "task"));
    return names.stream()
        .filter(name -> text(first.get(name)).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    String.format(
                        Locale.ROOT,
                        "%s has no column of texts among %s; the instructions should be its Pandas index",
                        file,
                        first.keySet().stream().sorted(Comparator.naturalOrder()).toList())));
  }

  private static Optional<String> text(Object value) {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }
}
