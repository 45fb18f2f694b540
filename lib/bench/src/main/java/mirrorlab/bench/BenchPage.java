package mirrorlab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import mirrorlab.figures.Pictures;
import mirrorlab.figures.RatioChart;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import mirrorlab.files.JsonFile;

/** A run's record, its chart and its table on a page of Markdown. */
final class BenchPage {
  private static final String NONE = "–";

  private BenchPage() {}

  /** Writes {@code bench.json}, {@code bench.md} and, where there is a ratio, the chart. */
  static void write(BenchRecord record, Path folder) throws IOException {
    Folder.create(folder);
    JsonFile.write(folder.resolve("bench.json"), record);
    List<RatioChart.Row> ratios = ratios(record);
    if (!ratios.isEmpty()) {
      Pictures.write(
          new RatioChart("How fast", "peer time / our time, and the goal (ring)", ratios),
          folder,
          "bench");
    }
    AtomicFile.write(folder.resolve("bench.md"), text(record, !ratios.isEmpty()));
  }

  private static List<RatioChart.Row> ratios(BenchRecord record) {
    List<RatioChart.Row> ratios = new ArrayList<>();
    for (Measured row : record.rows()) {
      for (Measured.Against peer : row.peers()) {
        Spread ratio = row.ratio(peer);
        String label = row.row() + " / " + peer.name();
        ratios.add(
            new RatioChart.Row(label, ratio.median(), ratio.low(), ratio.high(), row.goal()));
      }
    }
    return ratios;
  }

  static String text(BenchRecord record, boolean withChart) {
    List<String> lines = new ArrayList<>();
    lines.add("# How fast the library is");
    lines.add("");
    lines.add(
        format(
            "Ours and its peer ran in turn on the same data; ratios are peer time / our time, the"
                + " median over rounds with quartiles. %s, %d cores; %s; %.1f processes wanted to"
                + " run at the beginning and %.1f at the end%s.",
            record.processor(),
            record.computed().cores(),
            record.computed().versions().entrySet().stream()
                .map(it -> it.getKey() + " " + it.getValue())
                .collect(Collectors.joining(", ")),
            record.loads().get(0),
            record.loads().get(1),
            isBusy(record) ? ": the machine was busy, so times are long and spreads wide" : ""));
    lines.add("");
    if (withChart) {
      lines.add("![peer time / our time](bench.png)");
      lines.add("");
    }
    lines.add(
        "| row | ours | peer | peer's time | ratio | ratio of CPU time | goal | of the limit |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Measured row : record.rows()) {
      lines.addAll(cells(row));
    }
    lines.add("");
    record.rows().forEach(row -> lines.add(format("- **%s**: %s.", row.row(), row.compared())));
    List<BenchRecord.Failed> left = new ArrayList<>(record.failed());
    record.rows().stream()
        .filter(row -> !row.missing().isEmpty() && !row.peers().isEmpty())
        .forEach(row -> left.add(new BenchRecord.Failed(row.row(), row.missing())));
    if (!left.isEmpty()) {
      lines.add("");
      lines.add("Not measured:");
      lines.add("");
      left.forEach(it -> lines.add(format("- **%s**: %s", it.row(), it.why())));
    }
    return String.join("\n", lines) + "\n";
  }

  private static boolean isBusy(BenchRecord record) {
    return record.loads().get(0) > record.computed().cores() / 2.0;
  }

  private static List<String> cells(Measured row) {
    String ours = time(row.seconds()) + " / " + row.unit();
    String limit =
        row.limits().stream()
            .map(
                it ->
                    format(
                        "%.0f %% of %s, %.1f %s",
                        100 * it.share(row.seconds().median()),
                        it.name(),
                        it.rate(),
                        it.rateUnit()))
            .findFirst()
            .orElse(NONE);
    List<String> lines = new ArrayList<>();
    for (Measured.Against peer : row.peers()) {
      Spread theirs = Spread.of(peer.times().stream().map(Timing::wall).toList());
      lines.add(
          format(
              "| %s | %s | %s (%s) | %s | %s | %s | ≥ %s | %s |",
              row.row(),
              ours,
              peer.name(),
              peer.version(),
              time(theirs),
              row.ratio(peer),
              row.cpuRatio(peer),
              number(row.goal()),
              limit));
    }
    if (lines.isEmpty()) {
      lines.add(
          format(
              "| %s | %s | %s | %s | %s | %s | ≥ %s | %s |",
              row.row(), ours, row.missing(), NONE, NONE, NONE, number(row.goal()), limit));
    }
    return lines;
  }

  private static String number(double value) {
    return value == Math.rint(value) ? format("%.0f", value) : format("%s", value);
  }

  /** A median with its quartiles, in the unit that suits it. */
  static String time(Spread seconds) {
    double median = seconds.median();
    String unit = median >= 1 ? "s" : median >= 1e-3 ? "ms" : "µs";
    double scale = median >= 1 ? 1 : median >= 1e-3 ? 1e3 : 1e6;
    return format(
        "%s %s [%s, %s]",
        digits(scale * median),
        unit,
        digits(scale * seconds.low()),
        digits(scale * seconds.high()));
  }

  /** Three digits. */
  private static String digits(double value) {
    return format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
