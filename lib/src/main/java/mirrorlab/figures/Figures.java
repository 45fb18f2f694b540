package mirrorlab.figures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import org.knowm.xchart.CategoryChart;

/** The figures of the course, each drawn from result records and nothing else. */
public final class Figures {
  private Figures() {}

  /** Recall@1 of the frozen probe beside its controls, over the whole gallery and within tasks. */
  public static CategoryChart probe(Result result) {
    Map<String, String> groups = new LinkedHashMap<>();
    groups.put(Metric.ALL, "among all episodes");
    groups.put("within task", "among episodes of the same task");
    return new Bars(
            named(result.metrics(), "recall@1"), named(result.references(), "recall@1"), groups)
        .chart("Does the nearest episode have the same instruction?", "Recall@1");
  }

  /**
   * Closed-loop success by task, an arm a bar; references are those of the first result.
   *
   * @param results one an arm
   */
  public static CategoryChart success(List<Result> results) {
    List<Metric> arms = named(results.stream().flatMap(r -> r.metrics().stream()), "success");
    Map<String, String> groups = new LinkedHashMap<>();
    arms.forEach(m -> groups.put(m.by(), m.by().replace('_', ' ')));
    return new Bars(arms, named(results.get(0).references(), "success"), groups)
        .chart("Success in closed loop", "episodes that succeed");
  }

  private static List<Metric> named(List<Metric> metrics, String name) {
    return named(metrics.stream(), name);
  }

  private static List<Metric> named(Stream<Metric> metrics, String name) {
    return metrics.filter(m -> m.name().equals(name)).toList();
  }
}
