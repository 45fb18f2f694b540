package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import mirrorlab.files.CsvTable;
import mirrorlab.nn.Progress;
import org.knowm.xchart.XYChart;

/**
 * The losses and the learning rates of a training over its steps; each point is the mean over an
 * interval of steps.
 */
public final class TrainingCurve {
  private static final int POINTS = 100;

  private record Step(long step, double[] values) {}

  private final List<Step> steps = new ArrayList<>();
  private List<String> columns = List.of();

  /** The curve of a run so far, from its {@code metrics.csv}. */
  public static TrainingCurve read(Path metrics) throws IOException {
    TrainingCurve curve = new TrainingCurve();
    CsvTable table = CsvTable.readUnfinished(metrics);
    int first = table.columns().indexOf("seconds") + 1;
    curve.columns = table.columns().subList(first, table.columns().size());
    for (List<String> row : table.rows()) {
      double[] values = row.stream().skip(first).mapToDouble(Double::parseDouble).toArray();
      curve.steps.add(new Step(Long.parseLong(row.get(0)), values));
    }
    return curve;
  }

  /** Adds a step. */
  public void add(Progress progress) {
    Map<String, Double> values = progress.columns();
    columns = List.copyOf(values.keySet());
    steps.add(new Step(progress.step(), values.values().stream().mapToDouble(x -> x).toArray()));
  }

  /** Whether there is nothing to draw yet. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** A chart of the losses: raw, and dashed with their weights if these are not 1. */
  public XYChart chart(String title) {
    return Figures.curves(title, "step", curves(this::isDrawn));
  }

  /** A chart of the learning rate of each parameter group. */
  public XYChart rates(String title) {
    return Figures.curves(title, "step", curves(column -> column.startsWith(Progress.RATE)));
  }

  private boolean isDrawn(String column) {
    if (!column.startsWith(Progress.WEIGHTED)) {
      return !column.startsWith(Progress.RATE);
    }
    int weighted = columns.indexOf(column);
    int plain = columns.indexOf(column.substring(Progress.WEIGHTED.length()));
    return steps.stream().anyMatch(step -> step.values[weighted] != step.values[plain]);
  }

  private Map<String, double[][]> curves(Predicate<String> drawn) {
    Map<String, double[][]> curves = new LinkedHashMap<>();
    int n = Math.min(POINTS, steps.size());
    for (String column : columns.stream().filter(drawn).toList()) {
      double[][] points = new double[2][n];
      int index = columns.indexOf(column);
      IntStream.range(0, n)
          .forEach(
              i -> {
                List<Step> stretch =
                    steps.subList(i * steps.size() / n, (i + 1) * steps.size() / n);
                points[0][i] = stretch.get(stretch.size() - 1).step;
                points[1][i] =
                    stretch.stream().mapToDouble(s -> s.values[index]).average().orElseThrow();
              });
      curves.put(column, points);
    }
    return curves;
  }
}
