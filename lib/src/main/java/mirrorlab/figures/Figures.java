package mirrorlab.figures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The figures of the course, each drawn from result records and nothing else. */
public final class Figures {
  private Figures() {}

  /** Recall@1 of the frozen probe beside its controls, over the whole gallery and within tasks. */
  public static CategoryChart probe(Result result) {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put(Metric.ALL, "among all episodes");
    groups.put(SpontaneousAlignment.WITHIN_TASK, "among episodes of the same task");
    return new BarChart(
        "Does the nearest episode have the same instruction?",
        "Recall@1",
        drawn(result.metrics().stream(), "recall@1"),
        named(result.references().stream(), "recall@1"),
        groups);
  }

  /**
   * Closed-loop success by task, an arm a bar; references are those of the first result.
   *
   * @param results one an arm
   */
  public static CategoryChart success(List<Result> results) {
    return byTask("Success in closed loop", "episodes that succeed", "success", results);
  }

  /**
   * How often U names a video rightly, by task, an arm a bar; references as for {@link #success}.
   *
   * @param results one an arm
   */
  public static CategoryChart recognition(List<Result> results) {
    return byTask("Videos named rightly", "top-1 accuracy", "top-1", results);
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
   * Curves over one axis, such as the parts of a loss over the steps.
   *
   * @param curves name → {x, y}, two arrays of one length
   */
  public static XYChart curves(String title, String xTitle, Map<String, double[][]> curves) {
    return new CurveChart(title, xTitle, curves);
  }

  /**
   * How alike the videos and the executions of the same N episodes are, sorted by label.
   *
   * @param similarity N×N, rows for videos, columns for executions
   * @param labels N, such as instructions
   */
  public static Chart<?, ?> similarity(String title, INDArray similarity, List<String> labels) {
    if (similarity.rows() != labels.size() || similarity.columns() != labels.size()) {
      throw new IllegalArgumentException(
          "%d labels need a square similarity of that size, not %d×%d"
              .formatted(labels.size(), similarity.rows(), similarity.columns()));
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
