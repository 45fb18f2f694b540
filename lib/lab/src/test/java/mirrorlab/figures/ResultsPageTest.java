package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.Test;

/** The numbers of RESULTS.md are those of the records. */
class ResultsPageTest {
  private static final Path RESULTS =
      Path.of(System.getProperty("mirrorlab.root"), "data", "results");

  @Test
  void everyComparisonOfTheArmsStandsInIt() throws IOException {
    String page = Files.readString(RESULTS.resolve("RESULTS.md"));
    List<Comparison> all =
        Comparison.read(List.of(RESULTS.resolve("full/seed-0")), "baseline", "aligned");
    assertFalse(all.isEmpty());
    for (Comparison it : all) {
      String line =
          String.format(
              Locale.ROOT,
              "| %s | %s | %.1f | %.1f | %s |",
              it.what(),
              it.split(),
              100 * it.referenceScore(),
              100 * it.armScore(),
              points(it.difference()));
      assertTrue(page.contains(line), line);
    }
  }

  /** Such as {@code +1.1 [−0.2, +2.4]}, with minus signs of their own. */
  private static String points(Interval difference) {
    return String.format(
            Locale.ROOT,
            "%+.1f [%+.1f, %+.1f]",
            100 * difference.value(),
            100 * difference.low(),
            100 * difference.high())
        .replace('-', '−');
  }
}
