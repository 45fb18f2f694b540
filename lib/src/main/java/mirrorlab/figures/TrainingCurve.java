package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** The parts of a loss over the steps; each point is the mean of its stretch of them. */
public final class TrainingCurve {
  private static final int POINTS = 100;

  private record Step(long step, double[] losses) {}

  private final List<Step> steps = new ArrayList<>();
  private List<String> parts = List.of();

  /** The curve of a run so far, from its {@code metrics.csv}. */
  public static TrainingCurve read(Path metrics) throws IOException {
    TrainingCurve curve = new TrainingCurve();
    String text = Files.readString(metrics);
    // While it is written it ends anywhere, in the middle of a number too.
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (!lines.isEmpty()) {
      List<String> columns = List.of(lines.get(0).split(","));
      int first = columns.indexOf("rate") + 1;
      curve.parts = columns.subList(first, columns.size());
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",");
        double[] losses =
            Arrays.stream(cells).skip(first).mapToDouble(Double::parseDouble).toArray();
        curve.steps.add(new Step(Long.parseLong(cells[0]), losses));
      }
    }
    return curve;
  }

  /** Adds a step. */
  public void add(long step, Map<String, Double> losses) {
    parts = List.copyOf(losses.keySet());
    steps.add(new Step(step, losses.values().stream().mapToDouble(x -> x).toArray()));
  }

  /** Whether there is nothing to draw yet. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** The curve under a title. */
  public XYChart chart(String title) {
    Map<String, double[][]> curves = new LinkedHashMap<>();
    int n = Math.min(POINTS, steps.size());
    for (int part = 0; part < parts.size(); part++) {
      double[][] points = new double[2][n];
      for (int i = 0; i < n; i++) {
        List<Step> stretch = steps.subList(i * steps.size() / n, (i + 1) * steps.size() / n);
        points[0][i] = stretch.get(stretch.size() - 1).step;
        int column = part;
        points[1][i] =
            stretch.stream().mapToDouble(step -> step.losses[column]).average().orElseThrow();
      }
      curves.put(parts.get(part), points);
    }
    return Figures.curves(title, "step", curves);
  }
}
