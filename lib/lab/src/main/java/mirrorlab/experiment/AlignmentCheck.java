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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.GradientCosines;
import mirrorlab.alignment.JointTraining;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Interval;

/**
 * The manipulation check: whether the alignment loss changed the representations as intended. It is
 * made on validation data and recorded before any outcome is measured; without it, no difference in
 * an outcome could be interpreted.
 *
 * <ul>
 *   <li>Recall@1 within tasks of a probe trained anew for each arm, without the query's own
 *       episode, must be 5 points above the baseline's; or half of the remaining headroom, if that
 *       is less. The headroom ends at the recall of E's language alone: E cannot resolve
 *       instructions that U cannot tell apart.
 *   <li>At the start L_align must demand more than the task: in the first tenth of the training,
 *       more than 0.3 nats of it remain within tasks. A loss whose negatives are all of other tasks
 *       never has any.
 *   <li>Also recorded: whether the gradient of L_align agrees in direction with that of each
 *       encoder's own loss ({@link GradientCosines}).
 * </ul>
 */
public final class AlignmentCheck {
  /** The largest required rise of the aligned arm's Recall@1 within tasks above the baseline's. */
  public static final double RISE = 0.05;

  /** Minimum L_align in nats within tasks in the first tenth of the training. */
  public static final double ASKED = 0.3;

  private static final String GAIN = "gain";
  private static final String WANTED = "wanted gain";
  private static final String CEILING = "E's language alone";
  private static final String REMAINS = "remains within task";
  private static final String HOLDS = "holds";
  private static final int PARTS = 10;
  private static final int BATCHES = 16;

  private final Path baseline;
  private final Path aligned;
  private final DemonstrationSet set;
  private final Path out;

  /**
   * Creates a check of one arm against the baseline.
   *
   * @param baseline a finished joint training without the alignment loss
   * @param aligned a finished joint training with it
   * @param set the demonstrations that both were trained on
   * @param out the record to write
   */
  public AlignmentCheck(Path baseline, Path aligned, DemonstrationSet set, Path out) {
    this.baseline = baseline;
    this.aligned = aligned;
    this.set = set;
    this.out = out;
  }

  /**
   * Measures everything and writes the record, and beside it the losses of both trainings.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public Result run() throws IOException, InterruptedException {
    EvaluatedRun judged = EvaluatedRun.of(aligned);
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
    double[] remains = remains();

    String arm = judged.arm();
    String within = SpontaneousAlignment.WITHIN_TASK;
    Interval rise = Interval.ofMean(gain, seed);
    double room = mean(most) - mean(before);
    double wanted = Math.min(RISE, room / 2);
    List<Metric> metrics = new ArrayList<>();
    metrics.add(Metric.of(arm, RecordNames.RECALL, within, Interval.ofMean(after, seed)));
    metrics.add(Metric.of(arm, GAIN, within, rise));
    metrics.add(exactly(arm, WANTED, within, wanted));
    for (int part = 0; part < PARTS; part++) {
      metrics.add(exactly(arm, REMAINS, tenth(part), remains[part]));
    }
    for (Path model : models()) {
      metrics.addAll(cosines(arm, model, settings, train, seed));
    }
    boolean holds = room > 0 && rise.value() >= wanted && remains[0] > ASKED;
    metrics.add(exactly(arm, HOLDS, Metric.ALL, holds ? 1 : 0));
    Result result =
        judged.result(
            RecordNames.ALIGNMENT_CHECK,
            set.checksum(),
            Split.VALIDATION.label(),
            metrics,
            List.of(
                Metric.of(
                    AlignmentSettings.BASELINE,
                    RecordNames.RECALL,
                    within,
                    Interval.ofMean(before, seed)),
                Metric.of(CEILING, RecordNames.RECALL, within, Interval.ofMean(most, seed))));
    writeLosses(baseline, AlignmentSettings.BASELINE);
    writeLosses(aligned, arm);
    result.write(out);
    return result;
  }

  private void writeLosses(Path run, String arm) throws IOException {
    String name = RecordNames.of(RecordNames.LOSSES, arm) + RecordNames.ITEMS;
    LossTable.of(run).write(out.resolveSibling(name));
  }

  private static Metric exactly(String arm, String name, String by, double value) {
    return Metric.of(arm, name, by, Interval.exactly(value));
  }

  private static String tenth(int part) {
    return String.format(Locale.ROOT, "tenth %d", part + 1);
  }

  /** Such as "aligned: the alignment did its work: on validation, Recall@1 …". */
  public static String line(Result check) {
    String within = SpontaneousAlignment.WITHIN_TASK;
    Metric gain = find(check, GAIN, within);
    return String.format(
        Locale.ROOT,
        "%s: %s: on validation, Recall@1 within tasks %.1f → %.1f %% (%+.1f [%+.1f, %+.1f] points;"
            + " wanted %+.1f; E's language alone reaches %.1f %%); of the loss, %.2f nats were left"
            + " within tasks in the first tenth of the training (%.1f wanted), %.2f in the last",
        check.arm(),
        verdict(check),
        100
            * check
                .find(AlignmentSettings.BASELINE, RecordNames.RECALL, within)
                .orElseThrow()
                .value(),
        100 * find(check, RecordNames.RECALL, within).value(),
        100 * gain.value(),
        100 * gain.low(),
        100 * gain.high(),
        100 * find(check, WANTED, within).value(),
        100 * check.find(CEILING, RecordNames.RECALL, within).orElseThrow().value(),
        find(check, REMAINS, tenth(0)).value(),
        ASKED,
        find(check, REMAINS, tenth(PARTS - 1)).value());
  }

  private static Metric find(Result check, String name, String by) {
    return check.find(check.arm(), name, by).orElseThrow();
  }

  private static String verdict(Result check) {
    Metric wanted = find(check, WANTED, SpontaneousAlignment.WITHIN_TASK);
    return holds(check)
        ? "the alignment did its work"
        : wanted.value() > 0
            ? "the alignment did NOT do its work"
            : "whether the alignment did its work CANNOT BE TOLD, the baseline leaves no room";
  }

  /** Whether the check passed. */
  public static boolean holds(Result check) {
    return find(check, HOLDS, Metric.ALL).value() == 1;
  }

  /**
   * By layer: Recall@1 within its task, as the mean over both directions, of each validation
   * episode whose instruction has another episode.
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

  /** L_align within tasks in nats, as means over each tenth of the training. */
  private double[] remains() throws IOException {
    double[] nats =
        CsvTable.read(aligned.resolve("metrics.csv")).numbers(JointTraining.WITHIN_TASK);
    int n = nats.length;
    return IntStream.range(0, PARTS)
        .mapToDouble(i -> mean(Arrays.copyOfRange(nats, i * n / PARTS, (i + 1) * n / PARTS)))
        .toArray();
  }

  /** The models kept during training, then the run itself. */
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
