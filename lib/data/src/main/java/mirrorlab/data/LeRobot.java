package mirrorlab.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.jerolba.carpet.annotation.Alias;
import com.jerolba.carpet.model.FieldTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.files.JsonFile;

/**
 * Writes the files of a LeRobot v3 set with its pictures in Parquet files.
 *
 * <pre>
 *   meta/info.json                            features, counts, splits
 *   meta/tasks.parquet                        the instructions
 *   meta/episodes/chunk-000/file-000.parquet  one row per episode
 *   data/chunk-000/file-NNN.parquet           one row per frame
 * </pre>
 */
final class LeRobot {
  static final String VERSION = "v3.0";
  static final String INFO = "meta/info.json";
  static final String TASKS = "meta/tasks.parquet";
  static final String EPISODES = "meta/episodes/chunk-000/file-000.parquet";

  static final String EPISODE = "episode_index";
  static final String TASK = "task_index";

  /** Nominal frames per second: a frame's timestamp is its index. */
  private static final int FPS = 1;

  private static final List<Feature> PLACE =
      List.of(
          Feature.scalar("timestamp", "float32", FieldTypes.FLOAT),
          Feature.scalar("frame_index", "int64", FieldTypes.LONG),
          Feature.scalar(EPISODE, "int64", FieldTypes.LONG),
          Feature.scalar("index", "int64", FieldTypes.LONG),
          Feature.scalar(TASK, "int64", FieldTypes.LONG));

  /** The metadata by which Pandas takes the texts of {@code tasks.parquet} as its index. */
  private static final String PANDAS =
      """
      {"index_columns": ["__index_level_0__"], "column_indexes": [{"name": null, "field_name": null, \
      "pandas_type": "unicode", "numpy_type": "str", "metadata": {"encoding": "UTF-8"}}], \
      "columns": [{"name": "task_index", "field_name": "task_index", "pandas_type": "int64", \
      "numpy_type": "int64", "metadata": null}, {"name": null, "field_name": "__index_level_0__", \
      "pandas_type": "object", "numpy_type": "str", "metadata": null}], "attributes": {}, \
      "creator": {"library": "mirrorlab", "version": "1"}, "pandas_version": "2.2.0"}""";

  private LeRobot() {}

  /** A row of {@code tasks.parquet}. */
  record TaskRow(@Alias("task_index") long index, @Alias("__index_level_0__") String instruction) {}

  /**
   * A row of {@code meta/episodes}: LeRobot's columns, then this library's.
   *
   * @param task id, such as {@code close_jar}
   * @param instructions the evaluation template first, then paraphrases
   */
  record EpisodeRow(
      @Alias("episode_index") long index,
      List<String> tasks,
      long length,
      @Alias("data/chunk_index") long chunk,
      @Alias("data/file_index") long file,
      @Alias("dataset_from_index") long from,
      @Alias("dataset_to_index") long to,
      @Alias("meta/episodes/chunk_index") long metaChunk,
      @Alias("meta/episodes/file_index") long metaFile,
      String task,
      long variation,
      long seed,
      String outcome,
      double seconds,
      List<String> instructions) {}

  /** The name of a data file below the set. */
  static String data(long file) {
    return String.format(Locale.ROOT, "data/chunk-000/file-%03d.parquet", file);
  }

  /** Writes one data file: the rows of some episodes, with each row's position in the set. */
  static void writeData(Path set, long file, List<Feature> features, List<Placed> episodes)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Placed episode : episodes) {
      for (int frame = 0; frame < episode.rows.size(); frame++) {
        Map<String, Object> row = new LinkedHashMap<>(episode.rows.get(frame));
        row.put("timestamp", (float) frame / FPS);
        row.put("frame_index", (long) frame);
        row.put(EPISODE, episode.index);
        row.put("index", episode.from + frame);
        row.put(TASK, episode.task);
        rows.add(row);
      }
    }
    Path path = set.resolve(data(file));
    Files.createDirectories(path.getParent());
    Parquet.write(path, all(features), rows);
  }

  /**
   * An episode and its position in the set.
   *
   * @param from index of its first row in the whole set
   * @param task index of its instruction
   */
  record Placed(long index, long from, long task, List<Map<String, Object>> rows) {}

  /** Writes everything except the data files. */
  static void writeMeta(
      Path set,
      List<Feature> features,
      List<EpisodeRow> episodes,
      List<TaskRow> tasks,
      Map<String, List<Integer>> splits)
      throws IOException {
    Files.createDirectories(set.resolve(EPISODES).getParent());
    Parquet.write(set.resolve(EPISODES), EpisodeRow.class, episodes, Map.of());
    Parquet.write(set.resolve(TASKS), TaskRow.class, tasks, Map.of("pandas", PANDAS));
    JsonObject info = new JsonObject();
    info.addProperty("codebase_version", VERSION);
    info.addProperty("robot_type", "panda");
    info.addProperty("total_episodes", episodes.size());
    info.addProperty("total_frames", episodes.stream().mapToLong(EpisodeRow::length).sum());
    info.addProperty("total_tasks", tasks.size());
    info.addProperty("chunks_size", 1000);
    info.addProperty("data_files_size_in_mb", 100);
    info.addProperty("video_files_size_in_mb", 100);
    info.addProperty("fps", FPS);
    JsonObject ranges = new JsonObject();
    splits.forEach((name, range) -> ranges.addProperty(name, range.get(0) + ":" + range.get(1)));
    info.add("splits", ranges);
    info.addProperty("data_path", "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet");
    info.add("video_path", null);
    JsonObject described = new JsonObject();
    all(features).forEach(feature -> described.add(feature.name(), describe(feature)));
    info.add("features", described);
    JsonFile.write(set.resolve(INFO), info);
  }

  /** The given features, and the columns for a row's position in the set. */
  static List<Feature> all(List<Feature> features) {
    List<Feature> all = new ArrayList<>(features);
    all.addAll(PLACE);
    return all;
  }

  private static JsonObject describe(Feature feature) {
    JsonObject json = new JsonObject();
    json.addProperty("dtype", feature.dtype());
    JsonArray shape = new JsonArray();
    feature.shape().forEach(shape::add);
    json.add("shape", shape);
    JsonArray names = new JsonArray();
    feature.names().forEach(names::add);
    json.add("names", names);
    return json;
  }
}
