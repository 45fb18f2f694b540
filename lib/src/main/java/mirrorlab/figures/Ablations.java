package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import mirrorlab.metrics.Interval;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The settings of the alignment that were tried, one factor at a time, against the baseline. */
final class Ablations {
  private static final String BASELINE = "baseline";
  private static final String PREFIX = "recognition-";
  private static final String SUFFIX = "-test-seen.csv";

  private Ablations() {}

  /** A row for each arm that has records: recognition, control, and what they are over baseline. */
  static Table table(List<Path> seeds) throws IOException {
    StringColumn arms = StringColumn.create("arm");
    StringColumn recognition = StringColumn.create("recognition, %");
    StringColumn more = StringColumn.create("recognition over baseline, points");
    StringColumn control = StringColumn.create("control, %");
    StringColumn better = StringColumn.create("control over baseline, points");
    for (String arm : arms(seeds)) {
      List<Comparison> seen =
          Comparison.read(seeds, BASELINE, arm).stream()
              .filter(it -> it.split().equals("test-seen"))
              .toList();
      for (Comparison watched : seen) {
        for (Comparison acted : seen) {
          if (watched.what().startsWith("recognition") && acted.what().startsWith("control")) {
            arms.append(arm);
            recognition.append(percent(watched.other()));
            more.append(points(watched.difference()));
            control.append(percent(acted.other()));
            better.append(points(acted.difference()));
          }
        }
      }
    }
    return Table.create("ablations", arms, recognition, more, control, better);
  }

  private static List<String> arms(List<Path> seeds) throws IOException {
    TreeSet<String> arms = new TreeSet<>();
    for (Path seed : seeds) {
      try (Stream<Path> files = Files.list(seed)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
            .filter(name -> name.length() > PREFIX.length() + SUFFIX.length())
            .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
            .filter(arm -> !arm.equals(BASELINE))
            .forEach(arms::add);
      }
    }
    return new ArrayList<>(arms);
  }

  private static String percent(double rate) {
    return String.format(Locale.ROOT, "%.1f", 100 * rate);
  }

  private static String points(Interval difference) {
    return String.format(
        Locale.ROOT,
        "%+.1f [%+.1f, %+.1f]",
        100 * difference.value(),
        100 * difference.low(),
        100 * difference.high());
  }
}
