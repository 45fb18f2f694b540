package mirrorlab.experiment;

import java.util.Locale;
import java.util.function.Consumer;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.nn.Progress;

/** Reports a long step by one line for each completed tenth, since two steps may run at once. */
final class Milestones implements Consumer<Progress>, DemonstrationMaker.Listener {
  private static final int PARTS = 10;

  private final String name;
  private final Consumer<String> log;
  private String what = "";
  private int total;
  private int done;

  Milestones(String name, Consumer<String> log) {
    this.name = name;
    this.log = log;
  }

  @Override
  public void accept(Progress progress) {
    if (isMilestone(progress.step(), progress.steps())) {
      log.accept(
          String.format(
              Locale.ROOT,
              "%s: step %d of %d, loss %.3f, %d s, %d s left",
              name,
              progress.step(),
              progress.steps(),
              progress.loss(),
              progress.elapsed().toSeconds(),
              progress.left().toSeconds()));
    }
  }

  @Override
  public void begin(String what, int total, int done) {
    this.what = what;
    this.total = total;
    this.done = done;
  }

  @Override
  public void step() {
    done++;
    if (isMilestone(done, total)) {
      log.accept(String.format(Locale.ROOT, "%s: %s, %d of %d", name, what, done, total));
    }
  }

  private static boolean isMilestone(long done, long total) {
    return done * PARTS / total > (done - 1) * PARTS / total;
  }
}
