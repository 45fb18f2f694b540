package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.PairedDifference;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Two arms on the same episodes: the share of successes in each, and the difference with its
 * interval ({@link PairedDifference}), each task counting the same.
 *
 * @param what was measured
 * @param split on which
 * @param baseline share in the first arm, a mean over seeds and tasks
 * @param other share in the second arm
 * @param difference of the second to the first
 * @param byTask the same difference for each task alone
 * @param seeds how many trainings
 */
public record Comparison(
    String what,
    String split,
    double baseline,
    double other,
    Interval difference,
    Map<String, Interval> byTask,
    int seeds) {

  /** A kind of record, and which of its rows count as a success. */
  private record Kind(String name, String what, Predicate<Row> success) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("recognition", "recognition (top-1)", row -> row.getInt("rank") == 1),
          new Kind("imitation", "imitation (within 1 cm)", row -> row.getNumber("cm") <= 1),
          new Kind("control", "control (success)", Comparison::succeeded),
          new Kind("watch-then-do", "watch, then do (success)", Comparison::succeeded));

  private static boolean succeeded(Row row) {
    return row.getString("outcome").equals("success");
  }

  /**
   * All comparisons for which both arms have rows.
   *
   * @param seeds folders with {@code KIND-ARM-SPLIT.csv}
   * @param baseline name of the first arm in these
   * @param other name of the second
   */
  public static List<Comparison> read(List<Path> seeds, String baseline, String other)
      throws IOException {
    List<Comparison> comparisons = new ArrayList<>();
    for (Kind kind : KINDS) {
      for (String split : List.of("test-seen", "test-unseen")) {
        List<Path> both = new ArrayList<>();
        for (Path seed : seeds) {
          if (Files.exists(file(seed, kind, baseline, split))
              && Files.exists(file(seed, kind, other, split))) {
            both.add(seed);
          }
        }
        if (!both.isEmpty()) {
          comparisons.add(compare(kind, split, both, baseline, other));
        }
      }
    }
    return comparisons;
  }

  private static Path file(Path seed, Kind kind, String arm, String split) {
    return seed.resolve("%s-%s-%s.csv".formatted(kind.name, arm, split));
  }

  private static Comparison compare(
      Kind kind, String split, List<Path> seeds, String baseline, String other) throws IOException {
    List<Map<String, double[]>> first = new ArrayList<>();
    List<Map<String, double[]>> second = new ArrayList<>();
    for (Path seed : seeds) {
      first.add(scores(file(seed, kind, baseline, split), kind));
      second.add(scores(file(seed, kind, other, split), kind));
    }
    List<String> tasks = List.copyOf(first.get(0).keySet());
    double[][][] differences = new double[seeds.size()][tasks.size()][];
    for (int s = 0; s < differences.length; s++) {
      for (int t = 0; t < tasks.size(); t++) {
        double[] a = first.get(s).get(tasks.get(t));
        double[] b = second.get(s).get(tasks.get(t));
        differences[s][t] = new double[a.length];
        Arrays.setAll(differences[s][t], i -> b[i] - a[i]);
      }
    }
    Map<String, Interval> byTask = new LinkedHashMap<>();
    for (int t = 0; t < tasks.size(); t++) {
      int task = t;
      double[][][] one =
          Arrays.stream(differences)
              .map(seed -> new double[][] {seed[task]})
              .toArray(double[][][]::new);
      byTask.put(tasks.get(t), PairedDifference.of(one, 0));
    }
    return new Comparison(
        kind.what,
        split,
        mean(first),
        mean(second),
        PairedDifference.of(differences, 0),
        byTask,
        seeds.size());
  }

  private static double mean(List<Map<String, double[]>> seeds) {
    return seeds.stream()
        .flatMap(seed -> seed.values().stream())
        .mapToDouble(task -> Arrays.stream(task).average().orElseThrow())
        .average()
        .orElseThrow();
  }

  /** By task, the score of each episode: the share of its rows that are a success. */
  private static Map<String, double[]> scores(Path csv, Kind kind) throws IOException {
    Map<String, Map<List<Object>, List<Boolean>>> episodes = new TreeMap<>();
    Table table = Table.read().csv(csv.toFile());
    for (Row row : table) {
      List<Object> episode = List.of(row.getInt("variation"), row.getInt("seed"));
      episodes
          .computeIfAbsent(row.getString("task"), task -> new LinkedHashMap<>())
          .computeIfAbsent(episode, e -> new ArrayList<>())
          .add(kind.success.test(row));
    }
    Map<String, double[]> scores = new TreeMap<>();
    episodes.forEach(
        (task, rows) ->
            scores.put(
                task,
                rows.values().stream()
                    .mapToDouble(
                        keyframes ->
                            keyframes.stream().mapToDouble(ok -> ok ? 1 : 0).average().orElse(0))
                    .toArray()));
    return scores;
  }

  /** The comparisons as a table, in percent. */
  public static Table table(List<Comparison> comparisons, String baseline, String other) {
    StringColumn what = StringColumn.create("measured");
    StringColumn split = StringColumn.create("split");
    StringColumn first = StringColumn.create(baseline + ", %");
    StringColumn second = StringColumn.create(other + ", %");
    StringColumn difference = StringColumn.create("difference, points");
    StringColumn seeds = StringColumn.create("seeds");
    for (Comparison it : comparisons) {
      what.append(it.what);
      split.append(it.split);
      first.append(text("%.1f", 100 * it.baseline));
      second.append(text("%.1f", 100 * it.other));
      difference.append(
          text(
              "%+.1f [%+.1f, %+.1f]",
              100 * it.difference.value(), 100 * it.difference.low(), 100 * it.difference.high()));
      seeds.append(String.valueOf(it.seeds));
    }
    return Table.create("baseline and aligned", what, split, first, second, difference, seeds);
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
