package mirrorlab.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.data.Split;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.files.AtomicFile;
import mirrorlab.files.Folder;
import mirrorlab.metrics.Interval;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** All figures and tables of a reproduction, drawn from the records in its folder. */
public final class FigureSet {
  /** The splits of the records. */
  static final List<Split> SPLITS = List.of(Split.TEST_SEEN, Split.TEST_UNSEEN);

  private static final List<String> ARMS =
      List.of(AlignmentSettings.BASELINE, AlignmentSettings.ALIGNED);

  private final Path from;
  private final Path to;
  private final List<String> written = new ArrayList<>();

  private FigureSet(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Draws everything for which there are records.
   *
   * @param from a folder with {@code seed-0 …}, or with {@code probe-test-unseen.json} of other
   *     encoders
   * @param to the folder for PNG, SVG, CSV and Markdown
   * @return their names, without endings
   * @throws IOException if there is no record at all
   */
  public static List<String> write(Path from, Path to) throws IOException {
    FigureSet set = new FigureSet(from, to);
    List<Path> seeds = set.seeds();
    for (Path seed : seeds) {
      set.draw(seed);
      set.pages(seed);
      set.learning(seed);
    }
    set.compare(seeds);
    if (set.written.isEmpty()) {
      throw new IOException(
          from
              + " holds no records of a reproduction; './mirrorlab reproduce --out DIR' makes them");
    }
    return set.written;
  }

  private List<Path> seeds() throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      List<Path> seeds =
          all.filter(path -> path.getFileName().toString().startsWith(RecordNames.SEED))
              .sorted()
              .toList();
      return seeds.isEmpty() ? List.of(from.toAbsolutePath().normalize()) : seeds;
    }
  }

  private void draw(Path seed) throws IOException {
    String name = seed.getFileName().toString();
    for (Split tested : SPLITS) {
      String split = tested.label();
      Path probe = RecordNames.record(seed, RecordNames.PROBE, tested);
      if (Files.exists(probe)) {
        Result result = Result.read(probe);
        chart(Figures.controls(result), String.format(Locale.ROOT, "%s-probe-%s", name, split));
        chart(
            Figures.directions(result),
            String.format(Locale.ROOT, "%s-directions-%s", name, split));
        if (result.find(OutcomeAlignment.SUCCESSES, RecordNames.RECALL, Metric.ALL).isPresent()) {
          chart(
              Figures.outcomes(result), String.format(Locale.ROOT, "%s-outcomes-%s", name, split));
        }
        chart(
            Figures.layers(result, LayerAlignment.MUTUAL_KNN),
            String.format(Locale.ROOT, "%s-layers-knn-%s", name, split));
        chart(
            Figures.layers(result, LayerAlignment.CKA),
            String.format(Locale.ROOT, "%s-layers-cka-%s", name, split));
      }
      bars(
          "understanding",
          alone(seed, RecordNames.RECOGNITION, tested),
          name,
          split,
          Figures::recognition);
      bars("execution", alone(seed, RecordNames.CONTROL, tested), name, split, Figures::success);
      bars(
          "recognition",
          arms(seed, RecordNames.RECOGNITION, tested),
          name,
          split,
          Figures::recognition);
      bars("control", arms(seed, RecordNames.CONTROL, tested), name, split, Figures::success);
    }
  }

  private void bars(
      String what,
      List<Result> results,
      String seed,
      String split,
      Function<List<Result>, Chart<?, ?>> draw)
      throws IOException {
    if (!results.isEmpty()) {
      chart(draw.apply(results), String.format(Locale.ROOT, "%s-%s-%s", seed, what, split));
    }
  }

  private void pages(Path seed) throws IOException {
    for (String arm : ARMS) {
      Path page =
          RecordNames.beside(
              RecordNames.record(
                  seed, RecordNames.of(RecordNames.WATCH_THEN_DO, arm), Split.TEST_SEEN),
              RecordNames.TSNE);
      if (Files.exists(page)) {
        chart(
            Figures.page("The shared space, " + arm, Table.read().csv(page.toFile())),
            String.format(Locale.ROOT, "%s-tsne-%s", seed.getFileName(), arm));
      }
    }
  }

  private static List<Result> alone(Path seed, String kind, Split split) throws IOException {
    return read(List.of(RecordNames.record(seed, kind, split)));
  }

  private static List<Result> arms(Path seed, String kind, Split split) throws IOException {
    return read(
        ARMS.stream()
            .map(arm -> RecordNames.record(seed, RecordNames.of(kind, arm), split))
            .toList());
  }

  /** Reads the records that exist. */
  private static List<Result> read(List<Path> files) throws IOException {
    List<Result> results = new ArrayList<>();
    for (Path file : files) {
      if (Files.exists(file)) {
        results.add(Result.read(file));
      }
    }
    return results;
  }

  private void learning(Path seed) throws IOException {
    Map<String, SortedMap<Integer, Interval>> arms = LearningCurves.read(seed);
    if (!arms.isEmpty()) {
      String name = seed.getFileName().toString();
      String title =
          String.format(
              Locale.ROOT, "Success in closed loop, validation, %s", name.replace('-', ' '));
      chart(Figures.learning(title, arms), name + "-learning");
    }
  }

  private void compare(List<Path> seeds) throws IOException {
    List<Comparison> all = Arms.compare(seeds);
    if (all.isEmpty()) {
      return;
    }
    table(Comparison.table(all), "main");
    table(ArmsTable.table(all), "ablations");
    List<Comparison> arms =
        all.stream()
            .filter(it -> it.reference().equals(AlignmentSettings.BASELINE))
            .filter(it -> it.what().equals(Measured.CONTROL.words))
            .toList();
    if (!arms.isEmpty()) {
      chart(Figures.arms(arms), "arms-control");
    }
    for (Comparison it : all) {
      if (it.arm().equals(AlignmentSettings.ALIGNED)) {
        String what = it.what().replaceAll(" \\(.*", "").replaceAll("[^a-z]+", "-");
        String over =
            it.reference().equals(AlignmentSettings.BASELINE) ? "" : "-over-" + it.reference();
        chart(
            Figures.differences(it),
            String.format(Locale.ROOT, "differences-%s-%s%s", what, it.split(), over));
      }
    }
  }

  private void chart(Chart<?, ?> chart, String name) throws IOException {
    Pictures.write(chart, to, name);
    written.add(name);
  }

  private void table(Table table, String name) throws IOException {
    Folder.create(to);
    AtomicFile.write(to.resolve(name + ".md"), Markdown.of(table));
    AtomicFile.write(to.resolve(name + ".csv"), table.write().toString("csv"));
    written.add(name);
  }
}
