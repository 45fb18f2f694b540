package mirrorlab.cli;

import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import mirrorlab.data.DemonstrationMaker;

/** Shows the progress of successive pieces of work as bars, with the remaining time. */
final class Bars implements DemonstrationMaker.Listener, AutoCloseable {
  private Optional<ProgressBar> bar = Optional.empty();

  @Override
  public void begin(String what, int total, int done) {
    close();
    bar = Optional.of(new ProgressBar(what, total).stepTo(done));
  }

  @Override
  public void step() {
    bar.ifPresent(ProgressBar::step);
  }

  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
  }
}
