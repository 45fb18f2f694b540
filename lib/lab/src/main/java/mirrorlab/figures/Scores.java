package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.PairedDifference.Item;

/** The scores of one arm: the success rate over each episode's rows. */
final class Scores {
  private static final String KEYFRAME = "keyframe"; // present if an episode has several rows

  /** The key of an episode; the variation determines the instruction. */
  private record Scene(String task, String variation, String seed) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s, variation %s, seed %s", task, variation, seed);
    }
  }

  private final Path csv;
  private final Map<Scene, Map<String, Boolean>> rows = new LinkedHashMap<>();

  private Scores(Path csv) {
    this.csv = csv;
  }

  /**
   * Reads a record's rows.
   *
   * @throws IOException if the file is not such a record, lacks a cell or has a duplicate row; the
   *     message names the file and, if known, the row
   */
  static Scores read(Path csv, Measured measured) throws IOException {
    Scores scores = new Scores(csv);
    try {
      CsvTable table = CsvTable.read(csv);
      List<String> outcomes = table.column(measured.column);
      List<String> keyframes =
          table.columns().contains(KEYFRAME)
              ? table.column(KEYFRAME)
              : Collections.nCopies(outcomes.size(), "");
      List<Scene> scenes = scenes(table);
      for (int i = 0; i < scenes.size(); i++) {
        if (outcomes.get(i).isEmpty()) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "row %d has no %s", i + 1, measured.column));
        }
        scores.add(scenes.get(i), keyframes.get(i), measured.success.test(outcomes.get(i)));
      }
    } catch (RuntimeException e) {
      throw new IOException(
          String.format(
              Locale.ROOT, "%s is no record of %s: %s", csv, measured.kind, e.getMessage()),
          e);
    }
    if (scores.rows.isEmpty()) {
      throw new IOException(csv + " has no rows; run the evaluation again");
    }
    return scores;
  }

  private static List<Scene> scenes(CsvTable table) {
    List<String> tasks = table.column("task");
    List<String> variations = table.column("variation");
    List<String> seeds = table.column("seed");
    return IntStream.range(0, tasks.size())
        .mapToObj(i -> new Scene(tasks.get(i), variations.get(i), seeds.get(i)))
        .toList();
  }

  private void add(Scene scene, String keyframe, boolean success) throws IOException {
    Map<String, Boolean> episode = rows.computeIfAbsent(scene, key -> new TreeMap<>());
    if (episode.put(keyframe, success) != null) {
      throw new IOException(
          String.format(Locale.ROOT, "%s holds %s twice", csv, name(scene, keyframe)));
    }
  }

  private static String name(Scene scene, String keyframe) {
    return keyframe.isEmpty() ? scene.toString() : scene + ", keyframe " + keyframe;
  }

  /** The mean over episodes and then over tasks. */
  double mean() {
    return rows.keySet().stream()
        .collect(Collectors.groupingBy(Scene::task, Collectors.averagingDouble(this::score)))
        .values()
        .stream()
        .mapToDouble(task -> task)
        .average()
        .orElseThrow();
  }

  private double score(Scene scene) {
    return rows.get(scene).values().stream().mapToDouble(ok -> ok ? 1 : 0).average().orElseThrow();
  }

  /**
   * The difference of each episode's score from another arm's.
   *
   * @throws IOException if either lacks a row of the other; the message names file and row
   */
  List<Item> minus(Scores other) throws IOException {
    require(other);
    other.require(this);
    List<Item> items = new ArrayList<>();
    for (Scene scene : rows.keySet()) {
      items.add(
          new Item(
              scene.task,
              scene.task + " " + scene.variation,
              scene.toString(),
              score(scene) - other.score(scene)));
    }
    return items;
  }

  private void require(Scores other) throws IOException {
    for (Scene scene : other.rows.keySet()) {
      for (String keyframe : other.rows.get(scene).keySet()) {
        if (!rows.getOrDefault(scene, Map.of()).containsKey(keyframe)) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "%s has no row of %s, which %s has; evaluate both arms on the same episodes",
                  csv,
                  name(scene, keyframe),
                  other.csv));
        }
      }
    }
  }
}
