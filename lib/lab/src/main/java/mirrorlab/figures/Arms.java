package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.Partner;
import mirrorlab.data.Split;
import mirrorlab.evaluation.RecordNames;

/** The arms of a study, as its records name them: {@code KIND-ARM-SPLIT.csv}. */
final class Arms {
  /** Arms whose alignment loss uses random codes or wrong pairs instead of U's videos. */
  private static final List<String> CONTROLS =
      List.of(Partner.RANDOM_CODE.label(), Partner.DERANGED.label());

  private static final Pattern RECORD =
      Pattern.compile(
          String.format(
              Locale.ROOT,
              "(?:%s)-(.+)-(?:%s)\\%s",
              Stream.of(Measured.values()).map(it -> it.kind).collect(Collectors.joining("|")),
              FigureSet.SPLITS.stream().map(Split::label).collect(Collectors.joining("|")),
              RecordNames.ITEMS));

  /** The baseline, the aligned one, then by name. */
  static final Comparator<String> ORDER =
      Comparator.comparing((String arm) -> !arm.equals(AlignmentSettings.BASELINE))
          .thenComparing(arm -> !arm.equals(AlignmentSettings.ALIGNED))
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
    for (String arm : of(seeds).tailSet(AlignmentSettings.ALIGNED)) {
      comparisons.addAll(Comparison.read(seeds, AlignmentSettings.BASELINE, arm));
    }
    for (String control : CONTROLS) {
      comparisons.addAll(Comparison.read(seeds, control, AlignmentSettings.ALIGNED));
    }
    return comparisons;
  }
}
