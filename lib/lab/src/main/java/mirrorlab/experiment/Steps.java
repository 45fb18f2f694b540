package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import mirrorlab.episode.AllCores;
import mirrorlab.files.CsvTable;

/**
 * Runs named steps in stages: the steps of a stage in parallel, the stages in sequence. A step
 * whose result exists is skipped; the time of each is stored in {@code step-times.csv}, for
 * estimates of the remaining time.
 */
final class Steps {
  private static final String TIMES = "step-times.csv";
  private static final String KIND = "kind";
  private static final String SECONDS = "seconds";

  /**
   * One step.
   *
   * @param name name for display
   * @param kind steps of one kind take about the same time
   * @param leaves a file that exists only once the step is done
   */
  record Step(String name, String kind, Path leaves, Work work) {
    boolean isDone() {
      return Files.exists(leaves);
    }
  }

  /** The work of a step. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  private final Path times;
  private final Consumer<String> log;

  Steps(Path folder, Consumer<String> log) {
    times = folder.resolve(TIMES);
    this.log = log;
  }

  void run(List<List<Step>> stages) throws IOException, InterruptedException {
    int total = stages.stream().mapToInt(List::size).sum();
    for (int i = 0; i < stages.size(); i++) {
      List<Step> missing = stages.get(i).stream().filter(step -> !step.isDone()).toList();
      if (!missing.isEmpty()) {
        List<List<Step>> rest = stages.subList(i, stages.size());
        List<Step> left = rest.stream().flatMap(List::stream).filter(s -> !s.isDone()).toList();
        log.accept(
            String.format(
                Locale.ROOT,
                "%d of %d steps are done%s; now %s",
                total - left.size(),
                total,
                left(left),
                String.join(", and beside it ", missing.stream().map(Step::name).toList())));
        AllCores.map(missing, this::run, done -> {});
      }
    }
    log.accept(String.format(Locale.ROOT, "all %d steps are done", total));
  }

  private Step run(Step step) throws IOException, InterruptedException {
    long began = System.nanoTime();
    step.work.run();
    if (!step.isDone()) {
      throw new IllegalStateException(step.name + " ended and left no " + step.leaves);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    synchronized (this) {
      List<List<String>> rows = new ArrayList<>(times().rows());
      rows.add(List.of(step.kind, String.format(Locale.ROOT, "%.1f", seconds)));
      times().with(rows).write(times);
    }
    log.accept(String.format(Locale.ROOT, "%s: done in %s", step.name, text(seconds)));
    return step;
  }

  private CsvTable times() throws IOException {
    return Files.exists(times) ? CsvTable.read(times) : CsvTable.of(KIND, SECONDS);
  }

  /** The remaining time, estimated from finished steps of the same kinds. */
  private String left(List<Step> left) throws IOException {
    Map<String, List<Double>> took = new HashMap<>();
    CsvTable table = times();
    List<String> kinds = table.column(KIND);
    double[] before = table.numbers(SECONDS);
    for (int i = 0; i < before.length; i++) {
      took.computeIfAbsent(kinds.get(i), kind -> new ArrayList<>()).add(before[i]);
    }
    double seconds = 0;
    int unknown = 0;
    for (Step step : left) {
      List<Double> same = took.getOrDefault(step.kind, List.of());
      seconds += same.stream().mapToDouble(Double::doubleValue).average().orElse(0);
      unknown += same.isEmpty() ? 1 : 0;
    }
    if (unknown == left.size()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        ", about %s left%s",
        text(seconds),
        unknown == 0 ? "" : String.format(Locale.ROOT, " and %d steps of unknown length", unknown));
  }

  private static String text(double seconds) {
    Duration duration = Duration.ofSeconds(Math.round(seconds));
    return duration.toHours() > 0
        ? String.format(Locale.ROOT, "%d h %d min", duration.toHours(), duration.toMinutesPart())
        : duration.toMinutes() > 0
            ? String.format(
                Locale.ROOT, "%d min %d s", duration.toMinutes(), duration.toSecondsPart())
            : String.format(Locale.ROOT, "%d s", duration.toSeconds());
  }
}
