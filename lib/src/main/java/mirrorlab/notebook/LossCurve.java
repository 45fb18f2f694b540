package mirrorlab.notebook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mirrorlab.figures.Figures;
import mirrorlab.nn.Progress;

/**
 * The loss of a training, drawn while it runs; each point is the mean of its part of the steps.
 *
 * <pre>{@code
 * Training.run(model, recipe, new LossCurve("U learns to name what it sees"));
 * }</pre>
 */
public final class LossCurve implements Consumer<Progress> {
  private static final int POINTS = 100;

  private final String title;
  private final Live live = new Live();
  private final List<Progress> steps = new ArrayList<>();

  /** Takes its place in the cell, so that curves stand in the order in which they were made. */
  public LossCurve(String title) {
    this.title = title;
    live.show(this);
  }

  @Override
  public synchronized void accept(Progress progress) {
    steps.add(progress);
    if (progress.step() == progress.steps()) {
      live.showLast(this);
    } else {
      live.show(this);
    }
  }

  /** Such as {@code U learns: step 120 of 400, loss 0.812, 30 s left}. */
  @Override
  public synchronized String toString() {
    if (steps.isEmpty()) {
      return title;
    }
    Progress last = steps.get(steps.size() - 1);
    String time =
        last.step() == last.steps()
            ? "in " + ProgressBar.seconds(last.elapsed())
            : ProgressBar.seconds(last.left()) + " left";
    return "%s: step %d of %d, loss %.3g, %s"
        .formatted(title, last.step(), last.steps(), last.loss(), time);
  }

  synchronized Shown shown() {
    if (steps.isEmpty()) {
      return Shown.text(title);
    }
    return Renderings.chart(Figures.curves(toString(), "step", curves()));
  }

  /**
   * Each part of the loss by name: the last steps of {@link #POINTS} stretches, and their means.
   */
  private Map<String, double[][]> curves() {
    Map<String, double[][]> curves = new LinkedHashMap<>();
    int n = Math.min(POINTS, steps.size());
    for (String part : steps.get(0).losses().keySet()) {
      double[][] points = new double[2][n];
      for (int i = 0; i < n; i++) {
        List<Progress> stretch = steps.subList(i * steps.size() / n, (i + 1) * steps.size() / n);
        points[0][i] = stretch.get(stretch.size() - 1).step();
        points[1][i] =
            stretch.stream().mapToDouble(p -> p.losses().get(part)).average().orElseThrow();
      }
      curves.put(part, points);
    }
    return curves;
  }
}
