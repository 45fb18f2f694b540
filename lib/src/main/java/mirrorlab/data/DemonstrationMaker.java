package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.files.JsonFile;
import mirrorlab.world.AllCores;
import mirrorlab.world.Image;
import mirrorlab.world.Outcome;

/**
 * Makes a set of demonstrations on disk; killed at any moment, it goes on where it was.
 *
 * <pre>
 *   splits.json ─► making/NNNNNN.*, an episode each ─► keyframes/ and video/ ─► checksums.json
 * </pre>
 *
 * Every file appears whole or not at all, an episode's {@code .json} after its rows, and the
 * checksums after all else. The same plan gives the same bytes, however often it was interrupted.
 */
public final class DemonstrationMaker {
  private static final int EPISODES_A_FILE = 50;
  private static final String MAKING = "making";

  private final Path set;
  private final Splits splits;
  private final AllCores.Work<Integer, Episode> source;

  private DemonstrationMaker(Path set, Splits splits, AllCores.Work<Integer, Episode> source) {
    this.set = set;
    this.splits = splits;
    this.source = source;
  }

  /** Whether an episode or a file is ready, and of how many. */
  public interface Listener {
    /**
     * Told before each of the two parts of the work.
     *
     * @param what is being made, such as {@code episodes}
     * @param total how many there will be
     * @param done how many there are already
     */
    void begin(String what, int total, int done);

    /** Told when one more is ready. */
    void step();
  }

  /**
   * What is known of an episode beside its rows.
   *
   * @param keyframes K
   * @param frames T
   * @param height H pixels
   * @param width W pixels
   */
  private record Head(
      String task,
      int variation,
      long seed,
      Outcome outcome,
      double seconds,
      List<String> instructions,
      int keyframes,
      int frames,
      int height,
      int width) {}

  /**
   * Makes what is missing of a set.
   *
   * @param profile its name
   * @throws IllegalArgumentException if the folder holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void make(Path set, String profile, EpisodePlan plan, Listener listener)
      throws IOException, InterruptedException {
    List<EpisodePlan.Entry> entries = plan.entries();
    make(set, Splits.of(profile, plan), i -> Demonstrations.make(entries.get(i)), listener);
  }

  /**
   * Brings RLBench's demonstrations into a set of ours; all of them are to learn from.
   *
   * @param source RLBench's folder; see {@link RlbenchFolder}
   * @throws IllegalArgumentException if the folder of the set holds something else
   * @throws InterruptedException if the calling thread is interrupted; finished episodes are kept
   */
  public static void importRlbench(Path source, Path set, Listener listener)
      throws IOException, InterruptedException {
    List<Path> episodes = RlbenchFolder.episodes(source);
    Splits splits = Splits.toLearnFrom("rlbench", episodes.size());
    make(set, splits, i -> RlbenchFolder.read(episodes.get(i)), listener);
  }

  private static void make(
      Path set, Splits splits, AllCores.Work<Integer, Episode> source, Listener listener)
      throws IOException, InterruptedException {
    begin(set, splits);
    if (!Files.exists(set.resolve(Checksums.FILE))) {
      DemonstrationMaker maker = new DemonstrationMaker(set, splits, source);
      maker.makeEpisodes(listener);
      maker.assemble(listener);
      delete(set.resolve(MAKING));
      Checksums.of(set).write(set);
    }
  }

  private static void begin(Path set, Splits splits) throws IOException {
    Path file = set.resolve(Splits.FILE);
    if (Files.exists(file)) {
      Splits there = JsonFile.read(file, Splits.class);
      if (!there.equals(splits)) {
        throw new IllegalArgumentException(
            "%s holds another set (profile %s, seed %d); choose another folder, or delete it"
                .formatted(set, there.profile(), there.plan().seed()));
      }
      return;
    }
    if (Files.exists(set)) {
      try (Stream<Path> inside = Files.list(set)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(
              set + " is not empty and holds no set of demonstrations; choose another folder");
        }
      }
    }
    Files.createDirectories(set.resolve(MAKING));
    JsonFile.write(file, splits);
  }

  private Path part(int episode, String ending) {
    return set.resolve(MAKING).resolve("%06d.%s".formatted(episode, ending));
  }

  private void makeEpisodes(Listener listener) throws InterruptedException {
    List<Integer> missing =
        IntStream.range(0, splits.count())
            .filter(i -> !Files.exists(part(i, "json")))
            .boxed()
            .toList();
    listener.begin("episodes", splits.count(), splits.count() - missing.size());
    AllCores.map(
        missing,
        i -> {
          write(i, source.of(i));
          return i;
        },
        done -> listener.step());
  }

  private void write(int episode, Episode made) throws IOException {
    Files.createDirectories(set.resolve(MAKING));
    Image image = made.video().get(0);
    Parquet.write(
        part(episode, "keyframes.parquet"),
        KeyframeRows.features(image.height(), image.width()),
        made.steps().stream().map(KeyframeRows::row).toList());
    Parquet.write(
        part(episode, "video.parquet"),
        VideoRows.features(image.height(), image.width()),
        VideoRows.rows(made));
    JsonFile.write(
        part(episode, "json"),
        new Head(
            made.task(),
            made.variation(),
            made.seed(),
            made.outcome(),
            made.seconds(),
            made.instructions(),
            made.steps().size(),
            made.video().size(),
            image.height(),
            image.width()));
  }

  /** One of the two LeRobot sets, and how long each episode is in it. */
  private record Part(String name, List<Feature> features, List<Integer> lengths) {
    long from(int episode) {
      return lengths.subList(0, episode).stream().mapToLong(Integer::longValue).sum();
    }
  }

  private void assemble(Listener listener) throws IOException, InterruptedException {
    List<Head> heads = new ArrayList<>();
    Map<String, Long> tasks = new LinkedHashMap<>();
    for (int i = 0; i < splits.count(); i++) {
      Head head = JsonFile.read(part(i, "json"), Head.class);
      heads.add(head);
      tasks.putIfAbsent(head.instructions().get(0), (long) tasks.size());
    }
    int height = heads.get(0).height();
    int width = heads.get(0).width();
    List<Part> parts =
        List.of(
            new Part(
                DemonstrationSet.KEYFRAMES,
                KeyframeRows.features(height, width),
                heads.stream().map(Head::keyframes).toList()),
            new Part(
                DemonstrationSet.VIDEO,
                VideoRows.features(height, width),
                heads.stream().map(Head::frames).toList()));
    List<Integer> files =
        IntStream.range(0, (heads.size() + EPISODES_A_FILE - 1) / EPISODES_A_FILE).boxed().toList();
    listener.begin("files", parts.size() * files.size(), 0);
    for (Part part : parts) {
      AllCores.map(
          files,
          file -> {
            writeFile(part, file, heads, tasks);
            return file;
          },
          done -> listener.step());
      LeRobot.writeMeta(
          set.resolve(part.name),
          part.features,
          IntStream.range(0, heads.size()).mapToObj(i -> row(part, i, heads.get(i))).toList(),
          tasks.entrySet().stream()
              .map(task -> new LeRobot.TaskRow(task.getValue(), task.getKey()))
              .toList(),
          splits.episodes());
    }
  }

  private void writeFile(Part part, int file, List<Head> heads, Map<String, Long> tasks)
      throws IOException {
    List<LeRobot.Placed> episodes = new ArrayList<>();
    int first = file * EPISODES_A_FILE;
    for (int i = first; i < Math.min(heads.size(), first + EPISODES_A_FILE); i++) {
      List<Map<String, Object>> rows = Parquet.read(part(i, part.name + ".parquet"));
      long task = tasks.get(heads.get(i).instructions().get(0));
      episodes.add(new LeRobot.Placed(i, part.from(i), task, rows));
    }
    LeRobot.writeData(set.resolve(part.name), file, part.features, episodes);
  }

  private static LeRobot.EpisodeRow row(Part part, int i, Head head) {
    return new LeRobot.EpisodeRow(
        i,
        List.of(head.instructions().get(0)),
        part.lengths.get(i),
        0,
        i / EPISODES_A_FILE,
        part.from(i),
        part.from(i) + part.lengths.get(i),
        0,
        0,
        head.task(),
        head.variation(),
        head.seed(),
        head.outcome().name(),
        head.seconds(),
        head.instructions());
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
