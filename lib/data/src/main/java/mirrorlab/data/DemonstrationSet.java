package mirrorlab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.LazyList;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Step;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sha256;

/**
 * Demonstrations on disk: two LeRobot v3 sets with the same episodes, {@code keyframes} for E and
 * {@code video} for U, and their splits.
 *
 * <pre>{@code
 * DemonstrationSet set = DemonstrationSet.open(Path.of("data/demos/sample"));
 * List<Episode> train = set.read(Split.TRAIN);
 * }</pre>
 */
public final class DemonstrationSet {
  static final String KEYFRAMES = "keyframes";
  static final String VIDEO = "video";

  private final Path path;
  private final Splits splits;
  private final Checksums checksums;
  private final List<LeRobot.EpisodeRow> episodes;

  private DemonstrationSet(
      Path path, Splits splits, Checksums checksums, List<LeRobot.EpisodeRow> episodes) {
    this.path = path;
    this.splits = splits;
    this.checksums = checksums;
    this.episodes = episodes;
  }

  /**
   * Opens a set; its data files are read later.
   *
   * @throws IOException if it is incomplete or damaged; the message names the file and the fix
   */
  public static DemonstrationSet open(Path path) throws IOException {
    if (!Files.exists(path.resolve(Splits.FILE))) {
      throw new IOException(
          path.resolve(Splits.FILE)
              + " is missing, so that this is no set of demonstrations; './mirrorlab data make -o DIR'"
              + " makes one");
    }
    if (!Checksums.areIn(path)) {
      throw new IOException(
          path + " is not finished; the same command that began it goes on with it");
    }
    Splits splits = JsonFile.read(path.resolve(Splits.FILE), Splits.class);
    Checksums checksums = Checksums.read(path);
    String meta = KEYFRAMES + "/" + LeRobot.EPISODES;
    checksums.check(path, meta);
    return new DemonstrationSet(
        path, splits, checksums, Parquet.read(path.resolve(meta), LeRobot.EpisodeRow.class));
  }

  /** The set's folder. */
  public Path path() {
    return path;
  }

  /** The name of the profile that it was made for. */
  public String profile() {
    return splits.profile();
  }

  /** The plan of its episodes. */
  public EpisodePlan plan() {
    return splits.plan();
  }

  /** A fingerprint of the set: the SHA-256 of its checksums. */
  public String checksum() throws IOException {
    return Sha256.of(path.resolve(Checksums.FILE));
  }

  /** The number of episodes. */
  int count() {
    return episodes.size();
  }

  /** The number of episodes in a split. */
  public int count(Split split) {
    return splits.to(split) - splits.from(split);
  }

  /** The instruction of each episode of a split, in the wording of evaluation. */
  public List<String> instructions(Split split) {
    return episodes.subList(splits.from(split), splits.to(split)).stream()
        .map(episode -> episode.instructions().get(0))
        .toList();
  }

  /**
   * The episodes of a split. Their pictures stay packed and are unpacked on each access.
   *
   * @throws IOException if a data file is missing or was changed
   * @throws InterruptedException if the calling thread is interrupted
   */
  public List<Episode> read(Split split) throws IOException, InterruptedException {
    return read(splits.from(split), splits.to(split));
  }

  /** Like {@link #read(Split)} without the steps, for training U; needs a sixth of the memory. */
  public List<Episode> readVideos(Split split) throws IOException, InterruptedException {
    return read(splits.from(split), splits.to(split), List.of(VIDEO));
  }

  /** Like {@link #read(Split)} without the videos, for training E. */
  public List<Episode> readSteps(Split split) throws IOException, InterruptedException {
    return read(splits.from(split), splits.to(split), List.of(KEYFRAMES));
  }

  /** Like {@link #read(Split)} with neither steps nor videos: only scenes and outcomes. */
  public List<Episode> readScenes(Split split) {
    return IntStream.range(splits.from(split), splits.to(split))
        .mapToObj(i -> episode(i, List.of(), List.of()))
        .toList();
  }

  /** The episodes with indices from {@code from} (inclusive) to {@code to} (exclusive). */
  List<Episode> read(int from, int to) throws IOException, InterruptedException {
    return read(from, to, List.of(KEYFRAMES, VIDEO));
  }

  private List<Episode> read(int from, int to, List<String> parts)
      throws IOException, InterruptedException {
    List<Long> files =
        episodes.subList(from, to).stream().map(LeRobot.EpisodeRow::file).distinct().toList();
    try {
      return AllCores.map(files, file -> readFile(file, parts), done -> {}).stream()
          .flatMap(List::stream)
          .filter(episode -> from <= episode.index && episode.index < to)
          .map(Indexed::episode)
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private record Indexed(int index, Episode episode) {}

  private List<Indexed> readFile(long file, List<String> parts) throws IOException {
    Map<Integer, List<Step>> steps =
        parts.contains(KEYFRAMES)
            ? rows(KEYFRAMES, file, KeyframeRows.read(), KeyframeRows::step)
            : Map.of();
    Map<Integer, List<PackedImage>> frames =
        parts.contains(VIDEO) ? rows(VIDEO, file, VideoRows.read(), VideoRows::frame) : Map.of();
    // A rollout may have ended before its first step and so have no row.
    return IntStream.range(0, episodes.size())
        .filter(i -> episodes.get(i).file() == file)
        .mapToObj(
            i ->
                new Indexed(
                    i,
                    episode(
                        i, steps.getOrDefault(i, List.of()), frames.getOrDefault(i, List.of()))))
        .toList();
  }

  private interface RowReader<T> {
    T read(Columns columns, int row) throws IOException;
  }

  /** The parsed rows of a data file, by episode. */
  private <T> Map<Integer, List<T>> rows(
      String part, long file, List<String> names, RowReader<T> reader) throws IOException {
    String name = part + "/" + LeRobot.data(file);
    checksums.check(path, name);
    List<String> all = new ArrayList<>(names);
    all.add(LeRobot.EPISODE);
    Columns columns = Columns.read(path.resolve(name), all);
    Map<Integer, List<T>> rows = new LinkedHashMap<>();
    for (int row = 0; row < columns.rows(); row++) {
      int episode = (int) columns.whole(LeRobot.EPISODE, row);
      rows.computeIfAbsent(episode, i -> new ArrayList<>()).add(reader.read(columns, row));
    }
    return rows;
  }

  private Episode episode(int index, List<Step> steps, List<PackedImage> frames) {
    LeRobot.EpisodeRow row = episodes.get(index);
    return new Episode(
        row.task(),
        (int) row.variation(),
        row.instructions(),
        row.seed(),
        plan().inPlay(row.task()),
        Outcome.valueOf(row.outcome()),
        row.seconds(),
        new LazyList<>(frames, PackedImage::unpack),
        steps);
  }
}
