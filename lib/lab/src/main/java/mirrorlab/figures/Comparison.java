package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mirrorlab.data.Split;
import mirrorlab.metrics.Interval;
import mirrorlab.metrics.Margin;
import mirrorlab.metrics.PairedDifference;
import mirrorlab.metrics.PairedDifference.Item;
import mirrorlab.metrics.Verdict;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A comparison of two arms on the same episodes: the success rate of each and the difference, with
 * equal weight for each task.
 *
 * @param what the measure
 * @param split the split
 * @param reference name of the reference arm
 * @param arm name of the other arm
 * @param referenceScore success rate, averaged over seeds and tasks
 * @param armScore the same for the other arm
 * @param paired the difference, arm − reference, with its intervals
 * @param byTask the difference in each task, with an interval over episodes for these models
 */
public record Comparison(
    String what,
    String split,
    String reference,
    String arm,
    double referenceScore,
    double armScore,
    PairedDifference paired,
    Map<String, Interval> byTask) {

  private static final String NONE = "–";

  /**
   * All comparisons for which both arms have rows.
   *
   * @param seeds folders with {@code KIND-ARM-SPLIT.csv}
   * @param reference name of the first arm in these
   * @param arm name of the second
   * @throws IOException if a record is damaged, or an arm lacks a row of the other
   */
  public static List<Comparison> read(List<Path> seeds, String reference, String arm)
      throws IOException {
    List<Comparison> comparisons = new ArrayList<>();
    for (Measured measured : Measured.values()) {
      for (Split split : FigureSet.SPLITS) {
        List<Path> both = new ArrayList<>();
        for (Path seed : seeds) {
          if (Files.exists(measured.file(seed, reference, split))
              && Files.exists(measured.file(seed, arm, split))) {
            both.add(seed);
          }
        }
        if (!both.isEmpty()) {
          comparisons.add(compare(measured, split, both, reference, arm));
        }
      }
    }
    return comparisons;
  }

  private static Comparison compare(
      Measured measured, Split split, List<Path> seeds, String reference, String arm)
      throws IOException {
    double first = 0;
    double second = 0;
    List<List<Item>> items = new ArrayList<>();
    for (Path seed : seeds) {
      Scores ofReference = Scores.read(measured.file(seed, reference, split), measured);
      Scores ofArm = Scores.read(measured.file(seed, arm, split), measured);
      first += ofReference.mean() / seeds.size();
      second += ofArm.mean() / seeds.size();
      items.add(ofArm.minus(ofReference));
    }
    // Episodes of an unseen instruction succeed or fail together, depending on whether its words
    // are understood.
    Function<Item, String> cluster = split == Split.TEST_UNSEEN ? Item::instruction : Item::task;
    return new Comparison(
        measured.words,
        split.label(),
        reference,
        arm,
        first,
        second,
        PairedDifference.of(items, cluster),
        byTask(items));
  }

  private static Map<String, Interval> byTask(List<List<Item>> seeds) {
    Map<String, List<List<Item>>> parts = new TreeMap<>();
    for (List<Item> seed : seeds) {
      seed.stream()
          .collect(Collectors.groupingBy(Item::task))
          .forEach((task, part) -> parts.computeIfAbsent(task, t -> new ArrayList<>()).add(part));
    }
    Map<String, Interval> byTask = new LinkedHashMap<>();
    parts.forEach(
        (task, part) -> byTask.put(task, PairedDifference.clustered(part, Item::episode)));
    return Collections.unmodifiableMap(byTask);
  }

  /** The two arms' names. */
  public String contrast() {
    return arm + " − " + reference;
  }

  /** The number of trainings per arm. */
  public int seeds() {
    return paired.bySeed().size();
  }

  /**
   * The difference with its primary interval: over seeds, or clustered if there is only one seed.
   */
  public Interval difference() {
    return paired.primary();
  }

  /** The verdict on {@link #difference}, given the margin of the split. */
  public Verdict verdict() {
    return (split.equals(Split.TEST_UNSEEN.label()) ? Margin.UNSEEN : Margin.SEEN)
        .judge(difference());
  }

  /** The name of the primary interval. */
  String interval() {
    return seeds() == 1
        ? "one seed, clustered"
        : String.format(Locale.ROOT, "over %d seeds", seeds());
  }

  /** The difference with its primary interval and that interval's name, in points. */
  String text() {
    return String.format(
        Locale.ROOT, "%s %s %s", points(paired.value()), range(difference()), interval());
  }

  /** The comparisons as a table: rates in percent, differences and their intervals in points. */
  public static Table table(List<Comparison> comparisons) {
    Map<String, Function<Comparison, String>> columns = new LinkedHashMap<>();
    columns.put("measured", Comparison::what);
    columns.put("split", Comparison::split);
    columns.put("contrast", Comparison::contrast);
    columns.put("seeds", it -> String.valueOf(it.seeds()));
    columns.put("reference, %", it -> percent(it.referenceScore));
    columns.put("arm, %", it -> percent(it.armScore));
    columns.put("difference, points", it -> points(it.paired.value()));
    columns.put("95 % over seeds (t)", it -> range(it.paired.overSeeds()));
    columns.put("95 % these models, clustered", it -> range(it.paired.clustered()));
    columns.put("95 % hierarchical", it -> range(it.paired.hierarchical()));
    columns.put("detectable over seeds, points", it -> size(it.paired.detectable()));
    columns.put("verdict", it -> it.verdict() + (it.seeds() == 1 ? " (one seed)" : ""));
    Table table = Table.create("comparisons of arms");
    columns.forEach(
        (name, cell) ->
            table.addColumns(StringColumn.create(name, comparisons.stream().map(cell).toList())));
    return table;
  }

  static String percent(double share) {
    return text("%.1f", 100 * share);
  }

  private static String points(double difference) {
    return text("%+.1f", 100 * difference);
  }

  private static String range(Interval it) {
    return text("[%+.1f, %+.1f]", 100 * it.low(), 100 * it.high());
  }

  private static String range(Optional<Interval> it) {
    return it.map(Comparison::range).orElse(NONE);
  }

  private static String size(OptionalDouble difference) {
    return difference.isPresent() ? text("%.1f", 100 * difference.getAsDouble()) : NONE;
  }

  private static String text(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
