package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.alignment.RidgeProbe;
import mirrorlab.data.Split;
import mirrorlab.episode.AllCores;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.experiment.ProbeStudy.Found;
import mirrorlab.experiment.ProbeStudy.Job;
import mirrorlab.files.Folder;
import mirrorlab.files.Sha256;
import mirrorlab.metrics.Interval;

/**
 * The {@link ProbeStudy} of any encoders' representations in a {@link PairsFile}: trained and
 * closed-form maps beside shuffled pairs, further arms and chance, and all pairs of layers without
 * maps. Records and items are named and formed as {@link ProbeEvaluation}'s.
 *
 * <p>The maps join those two layers whose closed-form map finds most on validation rows; each arm
 * and fold chooses its own. With folds, every row is a query once, in its fold's gallery, and the
 * information is the folds' mean.
 */
public final class PairsEvaluation {
  /** The name in records of the closed-form maps' Recall@1 on validation rows, by layers. */
  public static final String VALIDATION = "recall@1, ridge regression, validation";

  private static final String PROFILE = "pairs";
  private static final long SEED = 0;
  private static final int LAYER_ROWS = 2048; // each layer's similarities are kept: 16 MB
  private static final Set<String> TAKEN =
      Set.of(
          ProbeStudy.CSLS,
          ProbeStudy.LONG,
          ProbeStudy.RIDGE,
          SpontaneousAlignment.SHUFFLED,
          SpontaneousAlignment.CHANCE,
          OutcomeAlignment.SUCCESSES,
          OutcomeAlignment.FAILURES,
          OutcomeAlignment.DIFFERENCE);

  private final PairsFile pairs;
  private final PairsLabels names;
  private final Labels labels;
  private final PairsFold.Plan plan;
  private final Probe.Settings settings;
  private final Consumer<String> log;

  private PairsEvaluation(Path source, Path csv, Probe.Settings settings, Consumer<String> log)
      throws IOException {
    this.settings = settings;
    this.log = log;
    names = PairsLabels.read(csv);
    labels = names.labels();
    plan = PairsFold.of(names, SEED);
    pairs = PairsFile.read(source, names.size());
    for (String arm : pairs.executions().keySet()) {
      if (TAKEN.contains(arm)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s: the arm '%s' is called like one of ours; rename its arrays execution@%s/…",
                source,
                arm,
                arm));
      }
    }
  }

  /**
   * Measures everything.
   *
   * @param pairs a safetensors or {@code .npz} file, or a folder of {@code .npy} or Parquet files
   * @param labels a CSV file with the columns episode, instruction, task, and perhaps split,
   *     success, cluster
   * @param out {@code OUT.json}
   * @param log receives progress messages
   * @return one record per test split; folds by instruction are {@code test-unseen}
   * @throws IOException if an input is damaged; the message names file, array, row and fix
   */
  public static List<Result> run(Path pairs, Path labels, Path out, Consumer<String> log)
      throws IOException, InterruptedException {
    return run(pairs, labels, out, Probe.Settings.DEFAULT, log);
  }

  static List<Result> run(
      Path pairs, Path labels, Path out, Probe.Settings settings, Consumer<String> log)
      throws IOException, InterruptedException {
    Folder.create(out.toAbsolutePath().getParent()); // to fail before the work, not after it
    PairsEvaluation evaluation = new PairsEvaluation(pairs, labels, settings, log);
    String data = checksum(pairs, labels);
    List<Found> found = evaluation.measure();
    List<Result> results = new ArrayList<>();
    for (int g = 0; g < found.size(); g++) {
      Result result =
          Result.of(
              RecordNames.PROBE,
              pairs.toAbsolutePath().normalize().getFileName().toString(),
              PairsFile.EXECUTION,
              SEED,
              PROFILE,
              data,
              evaluation.plan.splits().get(g).label(),
              found.get(g).findings().metrics(),
              found.get(g).findings().references());
      ProbeEvaluation.write(out, result, found.get(g).items());
      results.add(result);
    }
    return results;
  }

  private static String checksum(Path pairs, Path labels) throws IOException {
    StringBuilder sums = new StringBuilder(Sha256.of(labels));
    try (Stream<Path> files = Files.walk(pairs)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sums.append(Sha256.of(file));
      }
    }
    return Sha256.of(sums.toString());
  }

  private List<Found> measure() throws InterruptedException {
    List<ProbeAnswer> answers = new ArrayList<>();
    Map<String, List<Double>> recalls = new LinkedHashMap<>(); // of each arm and layers, by fold
    for (int f = 0; f < plan.folds().size(); f++) {
      log.accept(String.format(Locale.ROOT, "maps, training %d of %d", f + 1, plan.folds().size()));
      answers.addAll(maps(plan.folds().get(f), recalls));
    }
    List<Found> found = new ArrayList<>();
    for (int g = 0; g < plan.splits().size(); g++) {
      log.accept("layers without maps, " + plan.splits().get(g).label());
      found.add(found(g, answers, recalls));
    }
    return found;
  }

  /** Two layers and their pairs. */
  private record Layers(String by, float[][] understanding, float[][] execution) {}

  private List<Layers> layers(String arm) {
    List<Layers> all = new ArrayList<>();
    pairs
        .understanding()
        .forEach(
            (u, watched) ->
                pairs
                    .executions()
                    .get(arm)
                    .forEach(
                        (e, acted) ->
                            all.add(new Layers(LayerAlignment.by(u, e), watched, acted))));
    return all;
  }

  private Pairs rows(Layers layers, int[] rows) {
    return new Pairs(at(layers.understanding, rows), at(layers.execution, rows), labels.at(rows));
  }

  private static float[][] at(float[][] all, int[] rows) {
    return IntStream.of(rows).mapToObj(i -> all[i]).toArray(float[][]::new);
  }

  /** Trains and tests all maps of a fold. */
  private List<ProbeAnswer> maps(PairsFold fold, Map<String, List<Double>> recalls)
      throws InterruptedException {
    List<ProbeGallery> galleries = new ArrayList<>();
    for (int g = 0; g < fold.tests().size(); g++) {
      int[] rows = fold.tests().get(g);
      galleries.add(new ProbeGallery(labels.at(rows), names.names(rows), clusters(g, rows)));
    }
    ProbeQuestions questions = new ProbeQuestions(galleries, settings, SEED);
    List<Job> jobs = new ArrayList<>();
    for (String arm : pairs.executions().keySet()) {
      ProbePairs chosen = chosen(arm, fold, recalls);
      if (arm.equals(PairsFile.EXECUTION)) {
        jobs.add(() -> questions.trained(arm, chosen, (probe, g) -> List.of()));
        jobs.add(
            () ->
                questions.more(
                    ProbeStudy.LONG, chosen.train(), ProbeStudy.LONGER * settings.steps(), chosen));
        jobs.add(() -> questions.ridge(chosen));
        jobs.add(
            () ->
                questions.more(
                    SpontaneousAlignment.SHUFFLED,
                    chosen.train().shuffled(SEED),
                    settings.steps(),
                    chosen));
      } else {
        jobs.add(() -> questions.control(arm, false, chosen));
      }
    }
    return ProbeStudy.run(jobs);
  }

  private int[] clusters(int gallery, int[] rows) {
    return names
        .clusterNumbers()
        .map(clusters -> IntStream.of(rows).map(i -> clusters[i]).toArray())
        .orElseGet(
            () ->
                ProbeGallery.clusters(
                    labels.at(rows), plan.splits().get(gallery) == Split.TEST_UNSEEN));
  }

  /** The pairs of those layers whose closed-form map finds most on validation rows. */
  private ProbePairs chosen(String arm, PairsFold fold, Map<String, List<Double>> recalls)
      throws InterruptedException {
    List<Layers> all = layers(arm);
    List<Double> found =
        AllCores.map(
            all,
            layers ->
                RidgeProbe.fit(rows(layers, fold.train()), rows(layers, fold.validation()))
                    .validationRecall(),
            done -> {});
    int best = 0;
    for (int i = 0; i < all.size(); i++) {
      recalls
          .computeIfAbsent(arm + "\n" + all.get(i).by, key -> new ArrayList<>())
          .add(found.get(i));
      best = found.get(i) > found.get(best) ? i : best;
    }
    Layers layers = all.get(best);
    log.accept(String.format(Locale.ROOT, "  %s: %s", arm, layers.by));
    return new ProbePairs(
        rows(layers, fold.train()),
        rows(layers, fold.validation()),
        fold.tests().stream().map(rows -> rows(layers, rows)).toList(),
        fold.tests().stream().map(rows -> List.<ProbePairs.Rollouts>of()).toList());
  }

  private Found found(int gallery, List<ProbeAnswer> answers, Map<String, List<Double>> recalls)
      throws InterruptedException {
    List<ProbeAnswer> arms =
        ProbeStudy.arms(answers, gallery).stream().map(ProbeAnswer::join).toList();
    List<int[]> galleries = plan.folds().stream().map(fold -> fold.tests().get(gallery)).toList();
    int[] tested = galleries.stream().flatMapToInt(IntStream::of).toArray();
    List<Metric> beside = new ArrayList<>(withoutMaps(tested));
    recalls.forEach(
        (key, folds) -> {
          String[] parts = key.split("\n", 2);
          double mean = folds.stream().mapToDouble(recall -> recall).average().orElseThrow();
          beside.add(Metric.of(parts[0], VALIDATION, parts[1], Interval.exactly(mean)));
        });
    names.successes().ifPresent(successes -> beside.addAll(outcomes(arms, tested, successes)));
    return Found.of(
        PairsFile.EXECUTION,
        arms,
        beside,
        ProbeItems.chance(galleries.stream().map(labels::at).toList()),
        PairsLabels.NAMES,
        SEED);
  }

  /** All pairs of layers, on {@link #LAYER_ROWS} of the rows if there are more. */
  private List<Metric> withoutMaps(int[] tested) throws InterruptedException {
    int[] rows =
        IntStream.of(ProbeQuestions.sample(tested.length, LAYER_ROWS, SEED))
            .map(i -> tested[i])
            .toArray();
    if (rows.length < tested.length) {
      log.accept(String.format(Locale.ROOT, "  on %d of %d rows", rows.length, tested.length));
    }
    Function<Map<String, float[][]>, Map<String, float[][]>> some =
        layers -> {
          Map<String, float[][]> chosen = new LinkedHashMap<>();
          layers.forEach((layer, all) -> chosen.put(layer, at(all, rows)));
          return chosen;
        };
    List<Metric> metrics = new ArrayList<>();
    for (Map.Entry<String, Map<String, float[][]>> arm : pairs.executions().entrySet()) {
      metrics.addAll(
          LayerAlignment.metrics(
              arm.getKey(),
              some.apply(pairs.understanding()),
              some.apply(arm.getValue()),
              labels.at(rows),
              SEED));
    }
    return metrics;
  }

  /** Successes against failures, with the encoders' own maps and with the other arms'. */
  private List<Metric> outcomes(List<ProbeAnswer> arms, int[] tested, List<Boolean> successes) {
    boolean[] succeeded = new boolean[tested.length];
    IntStream.range(0, tested.length).forEach(i -> succeeded[i] = successes.get(tested[i]));
    List<String> tasks = IntStream.of(tested).mapToObj(names.tasks()::get).toList();
    List<Metric> metrics = new ArrayList<>();
    for (ProbeAnswer arm : arms) {
      if (pairs.executions().containsKey(arm.arm())) {
        boolean own = arm.arm().equals(PairsFile.EXECUTION);
        String name = own ? RecordNames.RECALL : RecordNames.RECALL + ", " + arm.arm();
        metrics.addAll(OutcomeAlignment.metrics(name, arm.items().hits(), succeeded, tasks, SEED));
      }
    }
    return metrics;
  }
}
