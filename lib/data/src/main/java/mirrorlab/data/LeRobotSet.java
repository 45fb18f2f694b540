package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mirrorlab.episode.Episode;
import mirrorlab.episode.LazyList;
import mirrorlab.episode.Outcome;
import mirrorlab.files.Sanitized;

/**
 * Any LeRobot v3 set, read as videos with instructions for U. Pictures in Parquet files are read
 * directly; those in mp4 files by the program ffmpeg, found on the {@code PATH} or given by the
 * environment variable {@code MIRRORLAB_FFMPEG}.
 *
 * <p>{@code meta/episodes} lists the episodes and the files of their rows and videos. In the rows,
 * {@code frame_index} gives the order of the frames and {@code timestamp} their times in the video.
 * Files, rows and frames that belong to no episode are ignored.
 *
 * <pre>{@code
 * LeRobotSet set = LeRobotSet.open(Path.of("somebodys/set"));
 * List<Episode> episodes = set.episodes(set.cameras().get(0));
 * }</pre>
 */
public final class LeRobotSet {
  private static final String FRAME = "frame_index";
  private static final String TIMESTAMP = "timestamp";

  private final LeRobotInfo info;
  private final Map<String, String> environment;

  private LeRobotSet(LeRobotInfo info, Map<String, String> environment) {
    this.info = info;
    this.environment = environment;
  }

  /**
   * Opens a set; its data and video files are read later.
   *
   * @throws IOException if it is not a LeRobot set, of another version, or without pictures
   */
  public static LeRobotSet open(Path path) throws IOException {
    return open(path, System.getenv());
  }

  /** Opens a set, with the environment variables for finding ffmpeg. */
  static LeRobotSet open(Path path, Map<String, String> environment) throws IOException {
    return new LeRobotSet(LeRobotInfo.read(path), environment);
  }

  /** The picture features, such as {@code observation.images.front}. */
  public List<String> cameras() {
    return info.cameras().stream().map(LeRobotInfo.Camera::name).toList();
  }

  /**
   * All episodes as seen by one camera: 8 frames evenly spaced over each, and no steps. The task is
   * the instruction, and the seed is −1 minus the episode's index. Videos are decoded here; only
   * the 8 frames are kept, packed.
   *
   * @throws IOException if the set is damaged or holds no episodes, or if ffmpeg is missing
   * @throws java.io.InterruptedIOException if the thread is interrupted while ffmpeg runs; ffmpeg
   *     is ended
   * @throws IllegalArgumentException if there is no such camera
   */
  public List<Episode> episodes(String camera) throws IOException {
    LeRobotInfo.Camera seen =
        info.cameras().stream()
            .filter(it -> it.name().equals(camera))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "there is no picture %s in %s; there are %s",
                            camera,
                            info.set(),
                            cameras())));
    return seen.isVideo() ? fromVideos(seen) : fromRows(seen);
  }

  private List<Episode> fromRows(LeRobotInfo.Camera camera) throws IOException {
    String bytes = Rows.bytes(camera.name());
    List<Draft<Picture>> drafts =
        drafts(
            camera,
            bytes,
            (listed, columns, row) ->
                new Picture(
                    new PackedImage(columns.bytes(bytes, row)),
                    String.format(
                        Locale.ROOT, "%s, row %d, %s", listed.data(), row, camera.name())));
    return drafts.stream().map(draft -> draft.episode(draft.frames)).toList();
  }

  private List<Episode> fromVideos(LeRobotInfo.Camera camera) throws IOException {
    Ffmpeg ffmpeg = ffmpeg();
    List<Draft<VideoFile.Moment>> drafts =
        drafts(
            camera,
            TIMESTAMP,
            (listed, columns, row) ->
                new VideoFile.Moment(
                    listed.clip().orElseThrow().from() + columns.number(TIMESTAMP, row),
                    listed.index()));
    Map<Path, List<Draft<VideoFile.Moment>>> byFile =
        drafts.stream()
            .collect(
                Collectors.groupingBy(
                    draft -> draft.listed.clip().orElseThrow().file(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    SortedMap<Long, Episode> episodes = new TreeMap<>();
    for (Map.Entry<Path, List<Draft<VideoFile.Moment>>> entry : byFile.entrySet()) {
      Path file = entry.getKey();
      List<VideoFile.Moment> moments =
          entry.getValue().stream().flatMap(draft -> draft.frames.stream()).toList();
      List<PackedImage> frames = new VideoFile(ffmpeg, file, camera).frames(moments);
      List<Picture> pictures = new ArrayList<>();
      for (int i = 0; i < frames.size(); i++) {
        String where = String.format(Locale.ROOT, "%s, %.4f s", file, moments.get(i).seconds());
        pictures.add(new Picture(frames.get(i), where));
      }
      int from = 0;
      for (Draft<VideoFile.Moment> draft : entry.getValue()) {
        int to = from + draft.frames.size();
        episodes.put(draft.listed.index(), draft.episode(pictures.subList(from, to)));
        from = to;
      }
    }
    return List.copyOf(episodes.values());
  }

  private Ffmpeg ffmpeg() throws IOException {
    List<String> videos =
        info.cameras().stream()
            .filter(LeRobotInfo.Camera::isVideo)
            .map(LeRobotInfo.Camera::name)
            .toList();
    return Ffmpeg.find(
        environment,
        String.format(
            Locale.ROOT,
            "%s: the pictures %s are in video files, which need the program ffmpeg",
            info.set(),
            Sanitized.of(videos.toString())));
  }

  /**
   * An episode without its pictures.
   *
   * @param frames the data of each of the 8 frames
   */
  private record Draft<T>(LeRobotMeta.Listed listed, String task, double seconds, List<T> frames) {

    Episode episode(List<Picture> video) {
      return new Episode(
          task,
          0,
          List.of(task),
          -1 - listed.index(),
          Outcome.SUCCESS,
          seconds,
          new LazyList<>(video, picture -> picture.packed.unpack(picture.where)),
          List.of());
    }
  }

  private record Picture(PackedImage packed, String where) {}

  /** Reads from a frame's row the data needed to load its picture. */
  private interface Frames<T> {
    T of(LeRobotMeta.Listed episode, Columns columns, int row) throws IOException;
  }

  /** All episodes in the order of their indices. */
  private <T> List<Draft<T>> drafts(LeRobotInfo.Camera camera, String column, Frames<T> frames)
      throws IOException {
    Map<Path, List<LeRobotMeta.Listed>> byFile = new LinkedHashMap<>();
    for (LeRobotMeta.Listed episode : LeRobotMeta.episodes(info, camera)) {
      byFile.computeIfAbsent(episode.data(), file -> new ArrayList<>()).add(episode);
    }
    Map<Long, String> tasks = LeRobotMeta.tasks(info.set());
    SortedMap<Long, Draft<T>> drafts = new TreeMap<>();
    for (Map.Entry<Path, List<LeRobotMeta.Listed>> entry : byFile.entrySet()) {
      Columns columns =
          Columns.read(entry.getKey(), List.of(LeRobot.EPISODE, LeRobot.TASK, FRAME, column));
      Map<Long, List<Integer>> rows = rows(columns);
      for (LeRobotMeta.Listed listed : entry.getValue()) {
        int[] shown = shown(listed, columns, rows.getOrDefault(listed.index(), List.of()));
        int last = shown.length - 1;
        List<T> chosen = new ArrayList<>();
        for (int t = 0; t < Demonstrations.FRAMES; t++) {
          int row = shown[(int) ((long) last * t / (Demonstrations.FRAMES - 1))];
          chosen.add(frames.of(listed, columns, row));
        }
        String task = task(listed, columns, shown[0], tasks);
        drafts.put(listed.index(), new Draft<>(listed, task, last / info.fps(), chosen));
      }
    }
    return List.copyOf(drafts.values());
  }

  private static Map<Long, List<Integer>> rows(Columns columns) throws IOException {
    Map<Long, List<Integer>> rows = new LinkedHashMap<>();
    for (int row = 0; row < columns.rows(); row++) {
      rows.computeIfAbsent(columns.whole(LeRobot.EPISODE, row), i -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  /** The rows of an episode in the order of its frames. */
  private static int[] shown(LeRobotMeta.Listed episode, Columns columns, List<Integer> rows)
      throws IOException {
    if (rows.size() != episode.length() || rows.isEmpty()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds %d frames of episode %d, but meta/episodes says %d; copy or download it again",
              episode.data(),
              rows.size(),
              episode.index(),
              episode.length()));
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
                episode.data(),
                row,
                episode.index(),
                frame,
                frames.length));
      }
      frames[(int) frame] = row;
    }
    return frames;
  }

  private String task(LeRobotMeta.Listed episode, Columns columns, int row, Map<Long, String> tasks)
      throws IOException {
    long index = columns.whole(LeRobot.TASK, row);
    String task = tasks.get(index);
    if (task == null) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s, row %d: task_index %d of episode %d is not in %s; copy or download that again",
              episode.data(),
              row,
              index,
              episode.index(),
              info.set().resolve(LeRobot.TASKS)));
    }
    return task;
  }
}
