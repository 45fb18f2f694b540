package mirrorlab.figures;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.data.Split;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A summary of all arms: recognition and control on seen instructions. */
final class ArmsTable {
  private static final String NONE = "–";

  private ArmsTable() {}

  /** A table with one row per arm that is compared with the baseline. */
  static Table table(List<Comparison> comparisons) {
    StringColumn names = StringColumn.create("arm");
    StringColumn recognition = StringColumn.create("recognition, %");
    StringColumn more = StringColumn.create("recognition over baseline, points");
    StringColumn control = StringColumn.create("control, %");
    StringColumn better = StringColumn.create("control over baseline, points");
    List<Comparison> seen =
        comparisons.stream()
            .filter(
                it ->
                    it.reference().equals(AlignmentSettings.BASELINE)
                        && it.split().equals(Split.TEST_SEEN.label()))
            .toList();
    Set<String> arms =
        seen.stream().map(Comparison::arm).collect(Collectors.toCollection(LinkedHashSet::new));
    for (String arm : arms) {
      Optional<Comparison> watched = find(seen, arm, Measured.RECOGNITION);
      Optional<Comparison> acted = find(seen, arm, Measured.CONTROL);
      names.append(arm);
      recognition.append(watched.map(it -> Comparison.percent(it.armScore())).orElse(NONE));
      more.append(watched.map(Comparison::text).orElse(NONE));
      control.append(acted.map(it -> Comparison.percent(it.armScore())).orElse(NONE));
      better.append(acted.map(Comparison::text).orElse(NONE));
    }
    return Table.create("ablations", names, recognition, more, control, better);
  }

  private static Optional<Comparison> find(List<Comparison> all, String arm, Measured measured) {
    return all.stream()
        .filter(it -> it.arm().equals(arm) && it.what().equals(measured.words))
        .findFirst();
  }
}
