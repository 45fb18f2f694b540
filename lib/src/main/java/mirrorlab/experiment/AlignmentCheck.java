package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.GradientCosines;
import mirrorlab.alignment.JointTraining;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Episode;
import mirrorlab.data.Split;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.metrics.Interval;
import mirrorlab.nn.Progress;

/**
 * Whether the alignment loss did to the representations what it is there for: the manipulation
 * check, made on validation and recorded before any outcome is measured. Without it, no difference
 * in an outcome could mean anything.
 *
 * <ul>
 *   <li>Recall@1 within tasks of a probe that is trained anew for each arm, the query's own episode
 *       left out, has to be 5 points above the baseline's; or, where little room is left, half of
 *       it. The room ends at the recall of E's language alone: of what U cannot tell apart, no E
 *       can tell which is meant.
 *   <li>What of L_align remains to be learnt within tasks has to be above 0.3 nats in most of the
 *       training, weighed by E's learning rate: below, the loss asks for nothing any more. Where it
 *       asks for nothing from the beginning, it could not have changed anything.
 *   <li>Beside it, for the record: whether the gradient of L_align points where that of each
 *       encoder's own loss points ({@link GradientCosines}).
 * </ul>
 */
public final class AlignmentCheck {
  /** The name of these records' kind. */
  public static final String KIND = "alignment-check";

  /**
   * By how much the aligned arm's Recall@1 within tasks has to be above the baseline's, at most.
   */
  public static final double RISE = 0.05;

  /** Nats above which the part of L_align within tasks is alive. */
  public static final double ALIVE = 0.3;

  private static final String RECALL = "recall@1";
  private static final String GAIN = "gain";
  private static final String WANTED = "wanted gain";
  private static final String CEILING = "E's language alone";
  private static final String REMAINS = "remains within task";
  private static final String ALIVE_SHARE = "alive";
  private static final String HOLDS = "holds";
  private static final int PARTS = 10;
  private static final int BATCHES = 16;

  private final Path baseline;
  private final Path aligned;
  private final DemonstrationSet set;
  private final Path out;

  /**
   * A check of one arm against the baseline.
   *
   * @param baseline a joint training without the alignment loss, ended
   * @param aligned one with it
   * @param set of demonstrations from which both learnt
   * @param out the record to write
   */
  public AlignmentCheck(Path baseline, Path aligned, DemonstrationSet set, Path out) {
    this.baseline = baseline;
    this.aligned = aligned;
    this.set = set;
    this.out = out;
  }

  /**
   * Measures everything and writes the record.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result run() throws IOException, InterruptedException {
    Judged judged = Judged.of(aligned);
    AlignmentSettings settings =
        judged
            .alignment()
            .filter(AlignmentSettings::isAligned)
            .orElseThrow(
                () -> new IOException(aligned + " was not trained with an alignment loss"));
    long seed = judged.ended().seed();
    List<Episode> train = set.read(Split.TRAIN);
    List<Episode> validation = set.read(Split.VALIDATION);
    String scene = KeyframePolicy.SCENE_COARSE;
    String language = KeyframePolicy.LANGUAGE;
    double[] before = hits(baseline, Set.of(scene), train, validation, seed).get(scene);
    Map<String, double[]> own = hits(aligned, Set.of(scene, language), train, validation, seed);
    double[] after = own.get(scene);
    double[] most = own.get(language);
    double[] gain = new double[after.length];
    Arrays.setAll(gain, i -> after[i] - before[i]);
    Remains remains = remains();
    double alive = remains.alive();

    String arm = judged.arm();
    String within = SpontaneousAlignment.WITHIN_TASK;
    Interval rise = Interval.ofMean(gain, seed);
    double room = mean(most) - mean(before);
    double wanted = Math.min(RISE, room / 2);
    List<Metric> metrics = new ArrayList<>();
    metrics.add(Metric.of(arm, RECALL, within, Interval.ofMean(after, seed)));
    metrics.add(Metric.of(arm, GAIN, within, rise));
    metrics.add(exactly(arm, WANTED, within, wanted));
    for (int part = 0; part < PARTS; part++) {
      metrics.add(
          exactly(
              arm, REMAINS, String.format(Locale.ROOT, "tenth %d", part + 1), remains.nats[part]));
    }
    metrics.add(exactly(arm, ALIVE_SHARE, Metric.ALL, alive));
    for (Path model : models()) {
      metrics.addAll(cosines(arm, model, settings, train, seed));
    }
    boolean holds = room > 0 && rise.value() >= wanted && alive > 0.5;
    metrics.add(exactly(arm, HOLDS, Metric.ALL, holds ? 1 : 0));
    Result result =
        judged.result(
            KIND,
            set.checksum(),
            Split.VALIDATION.label(),
            metrics,
            List.of(
                Metric.of(Judged.BASELINE, RECALL, within, Interval.ofMean(before, seed)),
                Metric.of(CEILING, RECALL, within, Interval.ofMean(most, seed))));
    result.write(out);
    return result;
  }

  private static Metric exactly(String arm, String name, String by, double value) {
    return Metric.of(arm, name, by, Interval.exactly(value));
  }

  /** Such as "The alignment did its work: Recall@1 within tasks 63.5 → 70.2 %, …". */
  public static String line(Result check) {
    String within = SpontaneousAlignment.WITHIN_TASK;
    Metric gain = check.find(check.arm(), GAIN, within).orElseThrow();
    return String.format(
        Locale.ROOT,
        "%s: %s: on validation, Recall@1 within tasks %.1f → %.1f %% (%+.1f"
            + " [%+.1f, %+.1f] points; wanted %+.1f; at most %.1f %% could be had); within tasks more than %.1f nats were left to be"
            + " learnt for %.0f %% of the training, weighed by the learning rate (50 wanted)",
        check.arm(),
        verdict(check),
        100 * check.find(Judged.BASELINE, RECALL, within).orElseThrow().value(),
        100 * check.find(check.arm(), RECALL, within).orElseThrow().value(),
        100 * gain.value(),
        100 * gain.low(),
        100 * gain.high(),
        100 * check.find(check.arm(), WANTED, within).orElseThrow().value(),
        100 * check.find(CEILING, RECALL, within).orElseThrow().value(),
        ALIVE,
        100 * check.find(check.arm(), ALIVE_SHARE, Metric.ALL).orElseThrow().value());
  }

  private static String verdict(Result check) {
    Metric wanted = check.find(check.arm(), WANTED, SpontaneousAlignment.WITHIN_TASK).orElseThrow();
    return holds(check)
        ? "the alignment did its work"
        : wanted.value() > 0
            ? "the alignment did NOT do its work"
            : "whether the alignment did its work CANNOT BE TOLD, the baseline leaves no room";
  }

  /** Whether the alignment did its work. */
  public static boolean holds(Result check) {
    return check.find(check.arm(), HOLDS, Metric.ALL).orElseThrow().value() == 1;
  }

  /**
   * By tap, for each validation episode whose instruction has another one, the mean over both
   * directions of its Recall@1 within its task.
   */
  private static Map<String, double[]> hits(
      Path run, Set<String> taps, List<Episode> train, List<Episode> validation, long seed)
      throws IOException, InterruptedException {
    Map<String, double[]> hits = new HashMap<>();
    try (Encoders encoders = Encoders.of(run, run)) {
      Map<String, Pairs> learnt = encoders.represent(train, taps);
      Map<String, Pairs> asked = encoders.represent(validation, taps);
      for (String tap : taps) {
        try (Probe probe = Probe.train(learnt.get(tap), Probe.Settings.DEFAULT, seed)) {
          Pairs pairs = asked.get(tap);
          hits.put(
              tap,
              Arrays.stream(
                      ProbeItems.of(probe.similarity(pairs), pairs.labels(), pairs.labels())
                          .hitsWithinTask())
                  .filter(hit -> !Double.isNaN(hit))
                  .toArray());
        }
      }
    }
    return hits;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /**
   * What L_align left to be learnt within tasks.
   *
   * @param nats mean over each tenth of the training
   * @param rates sum of E's learning rate over each tenth
   */
  private record Remains(double[] nats, double[] rates) {
    /** The share of the learning rate that was spent while there was something to be learnt. */
    double alive() {
      return IntStream.range(0, PARTS).filter(i -> nats[i] > ALIVE).mapToDouble(i -> rates[i]).sum()
          / Arrays.stream(rates).sum();
    }
  }

  private Remains remains() throws IOException {
    List<String> lines = Files.readAllLines(aligned.resolve("metrics.csv"));
    List<String> columns = List.of(lines.get(0).split(","));
    double[] nats = column(lines, columns.indexOf(JointTraining.WITHIN_TASK));
    double[] rates =
        column(lines, columns.indexOf(Progress.RATE + " of " + JointTraining.EXECUTION));
    return new Remains(
        tenths(nats, steps -> steps.average().orElse(0)), tenths(rates, DoubleStream::sum));
  }

  private static double[] column(List<String> lines, int column) {
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
        .toArray();
  }

  private static double[] tenths(double[] steps, ToDoubleFunction<DoubleStream> of) {
    int n = steps.length;
    return IntStream.range(0, PARTS)
        .mapToDouble(
            i -> of.applyAsDouble(Arrays.stream(steps, i * n / PARTS, (i + 1) * n / PARTS)))
        .toArray();
  }

  /** The run, and before it the models that were kept on the way. */
  private List<Path> models() throws IOException {
    List<Path> models = new ArrayList<>();
    Path steps = aligned.resolve("steps");
    if (Files.exists(steps)) {
      try (Stream<Path> kept = Files.list(steps)) {
        kept.sorted(Comparator.comparingLong(path -> Long.parseLong(path.getFileName().toString())))
            .forEach(models::add);
      }
    }
    models.add(aligned);
    return models;
  }

  private static List<Metric> cosines(
      String arm, Path model, AlignmentSettings settings, List<Episode> train, long seed)
      throws IOException, InterruptedException {
    long steps = RunRecord.of(model).steps();
    try (Encoders encoders = Encoders.of(model, model);
        JointTraining training =
            new JointTraining(
                encoders.understanding(), encoders.execution(), train, settings, seed)) {
      training.load(RunRecord.model(model));
      List<GradientCosines> cosines = training.gradientCosines(steps, BATCHES);
      String by = String.format(Locale.ROOT, "step %d", steps);
      return List.of(
          Metric.of(
              arm,
              "cosine with L_AU",
              by,
              mean(cosines.stream().mapToDouble(GradientCosines::understanding), seed)),
          Metric.of(
              arm,
              "cosine with L_EE",
              by,
              mean(cosines.stream().mapToDouble(GradientCosines::execution), seed)));
    }
  }

  private static Interval mean(DoubleStream values, long seed) {
    return Interval.ofMean(values.toArray(), seed);
  }
}
