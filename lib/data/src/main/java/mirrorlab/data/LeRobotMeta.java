package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.files.Sanitized;

/** The tables in {@code meta} of a LeRobot v3 set: the episodes, their files, and the tasks. */
final class LeRobotMeta {
  private static final String LENGTH = "length";
  private static final String CHUNK = "data/chunk_index";
  private static final String FILE = "data/file_index";
  private static final String VIDEO_CHUNK = "videos/%s/chunk_index";
  private static final String VIDEO_FILE = "videos/%s/file_index";
  private static final String FROM = "videos/%s/from_timestamp";

  private LeRobotMeta() {}

  /**
   * An episode of the set.
   *
   * @param length in frames
   * @param data the file that holds its rows
   * @param clip a camera's video of it; empty if its pictures are in the rows
   */
  record Listed(long index, long length, Path data, Optional<Clip> clip) {}

  /**
   * A part of a video file.
   *
   * @param from start time in the file, in seconds
   */
  record Clip(Path file, double from) {}

  /**
   * All episodes with one camera's clips, in the order of their indices.
   *
   * @throws IOException if there are no episodes, or if the tables are missing or damaged
   */
  static List<Listed> episodes(LeRobotInfo info, LeRobotInfo.Camera camera) throws IOException {
    List<String> names = new ArrayList<>(List.of(LeRobot.EPISODE, LENGTH, CHUNK, FILE));
    if (camera.isVideo()) {
      names.addAll(List.of(of(camera, VIDEO_CHUNK), of(camera, VIDEO_FILE), of(camera, FROM)));
    }
    Map<Long, Listed> all = new TreeMap<>();
    for (Path meta : parquet(info.set().resolve("meta/episodes"))) {
      Columns columns = Columns.read(meta, names);
      for (int row = 0; row < columns.rows(); row++) {
        Listed episode = listed(info, camera, columns, row);
        if (all.put(episode.index, episode) != null) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s, row %d: episode %d is listed twice; write the set anew with lerobot",
                  meta,
                  row,
                  episode.index));
        }
      }
    }
    if (all.isEmpty()) {
      throw new IOException(
          info.set() + " holds no episodes: meta/episodes lists none; record some first");
    }
    return List.copyOf(all.values());
  }

  private static String of(LeRobotInfo.Camera camera, String column) {
    return String.format(Locale.ROOT, column, camera.name());
  }

  private static Listed listed(
      LeRobotInfo info, LeRobotInfo.Camera camera, Columns columns, int row) throws IOException {
    Optional<Clip> clip = Optional.empty();
    if (camera.isVideo()) {
      long chunk = columns.whole(of(camera, VIDEO_CHUNK), row);
      long file = columns.whole(of(camera, VIDEO_FILE), row);
      double from = columns.number(of(camera, FROM), row);
      clip = Optional.of(new Clip(info.video(camera, chunk, file), from));
    }
    return new Listed(
        columns.whole(LeRobot.EPISODE, row),
        columns.whole(LENGTH, row),
        info.data(columns.whole(CHUNK, row), columns.whole(FILE, row)),
        clip);
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

  /**
   * The instruction of each task_index.
   *
   * @throws IOException if the table is missing or damaged, or has no texts
   */
  static Map<Long, String> tasks(Path set) throws IOException {
    Path file = set.resolve(LeRobot.TASKS);
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
   * The column with the texts: the Pandas index, named in Pandas' metadata; or, in sets with a
   * numeric index, {@code task}.
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
