package mirrorlab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** All rows, by group. */
final class Rows {
  private static final Map<String, List<Row>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("physics", List.of(new StepRow(), new EpisodeRow()));
    GROUPS.put("training", TrainingRow.all());
    GROUPS.put("metrics", MetricRows.all());
    GROUPS.put("renderer", Stream.of(64, 128, 256).<Row>map(RenderRow::new).toList());
    GROUPS.put("forward", ForwardRow.all());
    GROUPS.put("start", List.of(new KernelRow(), new HelpRow()));
    GROUPS.put("tsne", List.of(MetricRows.tsne()));
  }

  private Rows() {}

  /** The groups' names, each with its rows. */
  static Map<String, List<Row>> groups() {
    return GROUPS;
  }

  /**
   * The rows of these names or groups; all rows where there are none.
   *
   * @throws IllegalArgumentException if a name is of nothing; the message lists those there are
   */
  static List<Row> named(List<String> names) {
    List<Row> all = GROUPS.values().stream().flatMap(List::stream).toList();
    List<Row> found = new ArrayList<>();
    for (String name : names) {
      List<Row> here =
          GROUPS.containsKey(name)
              ? GROUPS.get(name)
              : all.stream().filter(row -> row.id().equals(name)).toList();
      if (here.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "there is no row or group '%s'; the groups are %s, the rows %s",
                name,
                String.join(", ", GROUPS.keySet()),
                String.join(", ", all.stream().map(Row::id).toList())));
      }
      found.addAll(here);
    }
    return names.isEmpty() ? all : found.stream().distinct().toList();
  }
}
