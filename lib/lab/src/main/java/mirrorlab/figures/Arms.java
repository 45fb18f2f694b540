package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The arms of a study, as its records name them: {@code KIND-ARM-SPLIT.csv}. */
final class Arms {
  static final String BASELINE = "baseline";
  static final String ALIGNED = "aligned";

  /** Arms whose alignment loss uses random codes or wrong pairs instead of U's videos. */
  private static final List<String> CONTROLS = List.of("random-code", "deranged");

  private static final Pattern RECORD =
      Pattern.compile(
          "(?:recognition|imitation|control|watch-then-do)-(.+)-test-(?:seen|unseen)\\.csv");

  /** The baseline, the aligned one, then by name. */
  static final Comparator<String> ORDER =
      Comparator.comparing((String arm) -> !arm.equals(BASELINE))
          .thenComparing(arm -> !arm.equals(ALIGNED))
          .thenComparing(Comparator.naturalOrder());

  private Arms() {}

  /** All arms that have records. */
  static SortedSet<String> of(List<Path> seeds) throws IOException {
    SortedSet<String> arms = new TreeSet<>(ORDER);
    for (Path seed : seeds) {
      try (Stream<Path> files = Files.list(seed)) {
        files
            .map(file -> RECORD.matcher(file.getFileName().toString()))
            .filter(Matcher::matches)
            .forEach(record -> arms.add(record.group(1)));
      }
    }
    return arms;
  }

  /** Comparisons of every arm with the baseline, and of the aligned arm with its controls. */
  static List<Comparison> compare(List<Path> seeds) throws IOException {
    List<Comparison> comparisons = new ArrayList<>();
    for (String arm : of(seeds).tailSet(ALIGNED)) {
      comparisons.addAll(Comparison.read(seeds, BASELINE, arm));
    }
    for (String control : CONTROLS) {
      comparisons.addAll(Comparison.read(seeds, control, ALIGNED));
    }
    return comparisons;
  }
}
