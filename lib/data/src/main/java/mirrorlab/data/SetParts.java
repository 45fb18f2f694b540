package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import mirrorlab.files.JsonFile;

/**
 * The episodes of a set in the making, each in files of its own, until they are assembled.
 *
 * <pre>  making/000123.keyframes.parquet  000123.video.parquet  000123.json</pre>
 *
 * An episode counts when its JSON is there, which is written last.
 */
final class SetParts {
  static final String FOLDER = "making";

  private static final int EPISODES_A_FILE = 50;

  private final Path set;
  private final Splits splits;

  SetParts(Path set, Splits splits) {
    this.set = set;
    this.splits = splits;
  }

  /**
   * The data of an episode apart from its rows.
   *
   * @param keyframes K
   * @param frames T
   * @param views size of the policy's views
   * @param video size of the video's pictures
   * @param origin the origin that it was made from
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
      Size views,
      Size video,
      Source.Origin origin) {}

  /** H×W pixels. */
  private record Size(int height, int width) {
    static Size of(Image image) {
      return new Size(image.height(), image.width());
    }

    @Override
    public String toString() {
      return width + "×" + height;
    }
  }

  private Path part(int episode, String ending) {
    return set.resolve(FOLDER).resolve(String.format(Locale.ROOT, "%06d.%s", episode, ending));
  }

  /**
   * Whether an episode is finished.
   *
   * @throws IllegalArgumentException if it was made from another origin than now
   */
  boolean has(int episode, Source.Episodes source) throws IOException {
    if (!Files.exists(part(episode, "json"))) {
      return false;
    }
    Source.Origin now = source.origin(episode);
    Source.Origin then = JsonFile.read(part(episode, "json"), Head.class).origin();
    if (!now.equals(then)) {
      boolean sameFiles =
          then != null && now.name().equals(then.name()) && now.sha256().equals(then.sha256());
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s was begun %s (see its episode %d, %s); delete it and give the same command again, or choose another folder",
              set,
              sameFiles || then == null ? "by another version of Mirrorlab" : "from another source",
              episode,
              now.name()));
    }
    return true;
  }

  /** Keeps an episode. */
  void write(int episode, Episode made, Source.Origin origin) throws IOException {
    Size video = Size.of(made.video().get(0));
    Size views =
        made.steps().isEmpty()
            ? video
            : Size.of(made.steps().get(0).observation().views().get(0).image());
    Parquet.write(
        part(episode, "keyframes.parquet"),
        KeyframeRows.features(views.height, views.width),
        made.steps().stream().map(KeyframeRows::row).toList());
    Parquet.write(
        part(episode, "video.parquet"),
        VideoRows.features(video.height, video.width),
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
            views,
            video,
            origin));
  }

  /**
   * One of the two LeRobot sets.
   *
   * @param from the index of each episode's first row, and finally the number of rows
   */
  private record Part(String name, List<Feature> features, long[] from) {
    static Part of(String name, List<Feature> features, IntStream lengths) {
      long[] from = LongStream.concat(LongStream.of(0), lengths.asLongStream()).toArray();
      Arrays.parallelPrefix(from, Long::sum);
      return new Part(name, features, from);
    }

    long length(int episode) {
      return from[episode + 1] - from[episode];
    }
  }

  /**
   * Assembles the parts into the two LeRobot sets; after an interruption it starts over.
   *
   * @param keepsSource whether the set records its source
   */
  void assemble(boolean keepsSource, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    List<Head> heads = new ArrayList<>();
    Map<String, Long> tasks = new LinkedHashMap<>();
    for (int i = 0; i < splits.count(); i++) {
      Head head = JsonFile.read(part(i, "json"), Head.class);
      heads.add(head);
      tasks.putIfAbsent(head.instructions().get(0), (long) tasks.size());
    }
    Size views = one(heads, Head::views);
    Size video = one(heads, Head::video);
    List<Part> parts =
        List.of(
            Part.of(
                DemonstrationSet.KEYFRAMES,
                KeyframeRows.features(views.height, views.width),
                heads.stream().mapToInt(Head::keyframes)),
            Part.of(
                DemonstrationSet.VIDEO,
                VideoRows.features(video.height, video.width),
                heads.stream().mapToInt(Head::frames)));
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
    if (keepsSource) {
      JsonFile.write(
          set.resolve(Source.FILE), Source.of(heads.stream().map(Head::origin).toList()));
    }
  }

  /** The common size of all episodes. */
  private Size one(List<Head> heads, Function<Head, Size> size) {
    Size first = size.apply(heads.get(0));
    for (Head head : heads) {
      if (!size.apply(head).equals(first)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s would hold pictures of %s (%s) and of %s (%s); make a set of each size",
                set,
                first,
                heads.get(0).origin().name(),
                size.apply(head),
                head.origin().name()));
      }
    }
    return first;
  }

  private void writeFile(Part part, int file, List<Head> heads, Map<String, Long> tasks)
      throws IOException {
    List<LeRobot.Placed> episodes = new ArrayList<>();
    int first = file * EPISODES_A_FILE;
    for (int i = first; i < Math.min(heads.size(), first + EPISODES_A_FILE); i++) {
      List<Map<String, Object>> rows = Parquet.read(part(i, part.name + ".parquet"));
      long task = tasks.get(heads.get(i).instructions().get(0));
      episodes.add(new LeRobot.Placed(i, part.from[i], task, rows));
    }
    LeRobot.writeData(set.resolve(part.name), file, part.features, episodes);
  }

  private static LeRobot.EpisodeRow row(Part part, int i, Head head) {
    return new LeRobot.EpisodeRow(
        i,
        List.of(head.instructions().get(0)),
        part.length(i),
        0,
        i / EPISODES_A_FILE,
        part.from[i],
        part.from[i + 1],
        0,
        0,
        head.task(),
        head.variation(),
        head.seed(),
        head.outcome().name(),
        head.seconds(),
        head.instructions());
  }
}
