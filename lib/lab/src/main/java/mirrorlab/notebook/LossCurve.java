package mirrorlab.notebook;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import mirrorlab.figures.TrainingCurve;
import mirrorlab.nn.Progress;

/**
 * A live chart of the loss of a training.
 *
 * <pre>{@code
 * Training.run(model, config, new LossCurve("U learns to name what it sees"));
 * }</pre>
 */
public final class LossCurve implements Consumer<Progress> {
  private final String title;
  private final Live live = new Live();
  private final TrainingCurve curve = new TrainingCurve();
  private Optional<Progress> last = Optional.empty();

  /** Reserves a place in the cell, so that curves appear in the order of their creation. */
  public LossCurve(String title) {
    this.title = title;
    live.show(this);
  }

  @Override
  public synchronized void accept(Progress progress) {
    curve.add(progress);
    last = Optional.of(progress);
    if (progress.step() == progress.steps()) {
      live.showLast(this);
    } else {
      live.show(this);
    }
  }

  /** Such as {@code U learns: step 120 of 400, loss 0.812, 30 s left}. */
  @Override
  public synchronized String toString() {
    return last.map(progress -> title + ": " + said(progress)).orElse(title);
  }

  private static String said(Progress last) {
    String time =
        last.step() == last.steps()
            ? "in " + ProgressBar.seconds(last.elapsed())
            : ProgressBar.seconds(last.left()) + " left";
    return String.format(
        Locale.ROOT, "step %d of %d, loss %.3g, %s", last.step(), last.steps(), last.loss(), time);
  }

  synchronized Shown shown() {
    return last.isEmpty() ? Shown.text(title) : Renderings.chart(curve.chart(toString()));
  }
}
