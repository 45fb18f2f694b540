package mirrorlab.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.metrics.Interval;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.Table;

/** The figures of the course, each drawn from result records and nothing else. */
public final class Figures {
  private static final List<String> OUTCOMES =
      List.of(OutcomeAlignment.SUCCESSES, OutcomeAlignment.FAILURES, OutcomeAlignment.DIFFERENCE);

  private Figures() {}

  /** Recall@1 of the frozen probe beside its controls, over the whole gallery and within tasks. */
  public static CategoryChart probe(Result result) {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put(Metric.ALL, "among all episodes");
    groups.put(SpontaneousAlignment.WITHIN_TASK, "among episodes of the same task");
    return new BarChart(
        "Does the nearest episode have the same instruction?",
        "Recall@1",
        drawn(result.metrics().stream(), RecordNames.RECALL),
        named(result.references().stream(), RecordNames.RECALL),
        groups);
  }

  /**
   * Like {@link #probe}, for more controls than a bar chart can show: one row each, over the whole
   * gallery and within tasks.
   */
  public static Chart<?, ?> controls(Result result) {
    return arms(
        String.format(
            Locale.ROOT,
            "Does the nearest episode have the same instruction? (%s)",
            result.split()),
        result,
        List.of(
            new Series("among all episodes", RecordNames.RECALL, Metric.ALL),
            new Series(
                "among episodes of the same task",
                RecordNames.RECALL,
                SpontaneousAlignment.WITHIN_TASK)));
  }

  /** The two directions of Recall@1 beside their mean, one row per arm. */
  public static Chart<?, ?> directions(Result result) {
    return arms(
        String.format(Locale.ROOT, "Which way is found? (%s)", result.split()),
        result,
        List.of(
            new Series("both ways", RecordNames.RECALL, Metric.ALL),
            new Series("video → execution", RecordNames.RECALL + " video→execution", Metric.ALL),
            new Series("execution → video", RecordNames.RECALL + " execution→video", Metric.ALL)));
  }

  private record Series(String label, String metric, String by) {}

  private static Chart<?, ?> arms(String title, Result result, List<Series> series) {
    List<ForestChart.Row> rows = new ArrayList<>();
    for (String arm : recallArms(result)) {
      Map<String, Interval> values = new LinkedHashMap<>();
      for (Series one : series) {
        result
            .find(arm, one.metric, one.by)
            .ifPresent(metric -> values.put(one.label, metric.interval()));
      }
      boolean own = arm.equals(result.arm());
      rows.add(new ForestChart.Row(own ? label(result) : arm, own, values));
    }
    return new ForestChart(
        title,
        "Recall@1",
        ForestChart.Unit.RATE,
        series.stream().map(Series::label).toList(),
        rows);
  }

  /** The label of a record's own arm: its name, if the encoders are not ours. */
  private static String label(Result result) {
    return result.arm().equals(SpontaneousAlignment.GIVEN) ? result.arm() : "both trained";
  }

  /** All arms with a Recall@1, except the outcomes of rollouts, which {@link #outcomes} draws. */
  private static List<String> recallArms(Result result) {
    return Stream.concat(result.metrics().stream(), result.references().stream())
        .filter(m -> m.name().equals(RecordNames.RECALL))
        .map(Metric::arm)
        .filter(arm -> !OUTCOMES.contains(arm))
        .distinct()
        .toList();
  }

  /**
   * Recall@1 of successes and failures, for the encoders with every way of matching, and with
   * substitutes for E.
   *
   * @throws IllegalArgumentException if the record has no such comparison
   */
  public static Chart<?, ?> outcomes(Result result) {
    List<Metric> all =
        drawn(
            result.metrics().stream().filter(m -> OUTCOMES.contains(m.arm())), RecordNames.RECALL);
    List<ForestChart.Row> rows = new ArrayList<>();
    for (String by : all.stream().map(Metric::by).distinct().toList()) {
      String matched = by.equals(OutcomeAlignment.SAME_LENGTH) ? by : "failures by " + by;
      rows.add(
          outcome(result, RecordNames.RECALL, by, by.equals(Metric.ALL) ? label(result) : matched));
    }
    String others = RecordNames.RECALL + ", ";
    result.metrics().stream()
        .filter(m -> m.arm().equals(OutcomeAlignment.SUCCESSES) && m.by().equals(Metric.ALL))
        .filter(m -> m.name().startsWith(others))
        .forEach(
            m ->
                rows.add(
                    outcome(result, m.name(), Metric.ALL, m.name().substring(others.length()))));
    return new ForestChart(
        String.format(Locale.ROOT, "Do successes align better than failures? (%s)", result.split()),
        "Recall@1",
        ForestChart.Unit.RATE,
        OUTCOMES.subList(0, 2),
        rows);
  }

  private static ForestChart.Row outcome(Result result, String name, String by, String label) {
    Map<String, Interval> values = new LinkedHashMap<>();
    for (String arm : OUTCOMES.subList(0, 2)) {
      result.find(arm, name, by).ifPresent(m -> values.put(arm, m.interval()));
    }
    return new ForestChart.Row(
        label, name.equals(RecordNames.RECALL) && by.equals(Metric.ALL), values);
  }

  /**
   * The similarity of all layers of U and all layers of E, without maps.
   *
   * @param measure such as {@link LayerAlignment#MUTUAL_KNN}
   */
  public static Chart<?, ?> layers(Result result, String measure) {
    List<Metric> own = result.metrics().stream().filter(m -> m.arm().equals(result.arm())).toList();
    return new LayersChart(
        String.format(Locale.ROOT, "%s, %s", measure, result.split()), own, measure);
  }

  /**
   * Closed-loop success by task, one bar per arm; references are those of the first result.
   *
   * @param results one per arm
   */
  public static CategoryChart success(List<Result> results) {
    return byTask("Success in closed loop", "episodes that succeed", RecordNames.SUCCESS, results);
  }

  /**
   * U's recognition accuracy by task, one bar per arm; references as for {@link #success}.
   *
   * @param results one per arm
   */
  public static CategoryChart recognition(List<Result> results) {
    return byTask("Videos named rightly", "top-1 accuracy", RecordNames.TOP_1, results);
  }

  private static CategoryChart byTask(
      String title, String yTitle, String metric, List<Result> results) {
    List<Metric> arms = drawn(results.stream().flatMap(r -> r.metrics().stream()), metric);
    Map<String, String> groups = new LinkedHashMap<>();
    arms.forEach(
        m ->
            groups.put(m.by(), m.by().equals(Metric.ALL) ? "all tasks" : m.by().replace('_', ' ')));
    return new BarChart(
        title, yTitle, arms, named(results.get(0).references().stream(), metric), groups);
  }

  /**
   * A t-SNE projection of the shared space.
   *
   * @param page rows of {@code side,task,instruction,x,y}, as stored beside a record of
   *     video-conditioned control
   */
  public static Chart<?, ?> page(String title, Table page) {
    return new EmbeddingChart(title, page);
  }

  /**
   * The difference of two arms: over all tasks with the primary interval, and in each task with the
   * interval over its episodes for these models.
   */
  public static Chart<?, ?> differences(Comparison comparison) {
    String series = "difference";
    List<ForestChart.Row> rows = new ArrayList<>();
    String all = "all tasks, " + comparison.interval();
    rows.add(new ForestChart.Row(all, true, Map.of(series, comparison.difference())));
    comparison
        .byTask()
        .forEach(
            (task, difference) ->
                rows.add(
                    new ForestChart.Row(
                        task.replace('_', ' '), false, Map.of(series, difference))));
    return new ForestChart(
        String.format(
            Locale.ROOT, "Differences by task: %s, %s", comparison.what(), comparison.split()),
        comparison.contrast() + ", points (each task: over its episodes)",
        ForestChart.Unit.DIFFERENCE,
        List.of(series),
        rows);
  }

  /**
   * The differences of arms from one reference, with primary intervals: one row per arm, one colour
   * per split.
   *
   * @param comparisons comparisons by one measure
   */
  public static Chart<?, ?> arms(List<Comparison> comparisons) {
    Comparison first = comparisons.get(0);
    Map<String, Map<String, Interval>> values = new LinkedHashMap<>();
    for (Comparison it : comparisons) {
      values
          .computeIfAbsent(it.arm() + ", " + it.interval(), arm -> new LinkedHashMap<>())
          .put(it.split(), it.difference());
    }
    List<ForestChart.Row> rows = new ArrayList<>();
    values.forEach((arm, splits) -> rows.add(new ForestChart.Row(arm, false, splits)));
    return new ForestChart(
        "What each arm changes: " + first.what(),
        String.format(Locale.ROOT, "arm − %s, points", first.reference()),
        ForestChart.Unit.DIFFERENCE,
        comparisons.stream().map(Comparison::split).distinct().toList(),
        rows);
  }

  /**
   * Closed-loop success over the steps of a training, one line per arm.
   *
   * @param arms by name, the rate at each step
   */
  public static XYChart learning(String title, Map<String, SortedMap<Integer, Interval>> arms) {
    return new SuccessChart(title, arms);
  }

  /**
   * Curves over one axis, such as the parts of a loss over the steps.
   *
   * @param curves name → {x, y}, two arrays of one length
   */
  public static XYChart curves(String title, String xTitle, Map<String, double[][]> curves) {
    return new CurveChart(title, xTitle, curves);
  }

  /**
   * The similarity matrix of the videos and the executions of the same N episodes, sorted by label.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param labels N, such as instructions
   */
  public static Chart<?, ?> similarity(String title, INDArray similarity, List<String> labels) {
    if (similarity.rows() != labels.size() || similarity.columns() != labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d labels need a square similarity of that size, not %d×%d",
              labels.size(),
              similarity.rows(),
              similarity.columns()));
    }
    return new SimilarityChart(title, similarity.toFloatMatrix(), labels);
  }

  private static List<Metric> named(Stream<Metric> metrics, String name) {
    return metrics.filter(m -> m.name().equals(name)).toList();
  }

  private static List<Metric> drawn(Stream<Metric> metrics, String name) {
    List<Metric> named = named(metrics, name);
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no '" + name + "' among these results' metrics; is it a result of that kind?");
    }
    return named;
  }
}
