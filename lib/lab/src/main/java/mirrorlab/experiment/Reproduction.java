package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.alignment.Pairing;
import mirrorlab.alignment.Partner;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.files.Folder;
import mirrorlab.files.FolderLock;
import mirrorlab.nn.Progress;

/**
 * The whole experiment of a profile as named steps. Each step leaves a result and is skipped if the
 * result exists already:
 *
 * <pre>
 *   OUT/data                                     demonstrations
 *   OUT/seed-0/understanding                     U, trained alone, unless one is given
 *   OUT/seed-0/baseline, aligned                 U continues and E starts from scratch,
 *                                                jointly, without and with the alignment loss;
 *                                                without it E trains as if alone
 *   OUT/seed-0/alignment-check.json              whether the alignment loss had its effect
 *   OUT/seed-0/{recognition, imitation, control, watch-then-do}-ARM-SPLIT.json
 *   OUT/seed-0/probe-test-seen.json …            spontaneous alignment of U and of E without the
 *                                                alignment loss, with its controls
 *   OUT/seed-0/arms                              controls and other settings, first seed only
 * </pre>
 *
 * <p>Two independent trainings run in parallel, on one core each. If killed at any moment, the same
 * command resumes.
 */
public final class Reproduction {
  private static final long DATA_SEED = 0;
  private static final AlignmentSettings DEFAULT = AlignmentSettings.DEFAULT;

  private final Profile profile;
  private final Path out;
  private final Path data;
  private final Optional<Path> understanding;
  private final Consumer<String> log;

  /**
   * Creates an experiment that writes below {@code out}.
   *
   * @param data a set of the profile's demonstrations; it is made if missing
   * @param understanding a finished run of U that each seed starts from; if empty, each seed trains
   *     its own first
   * @param log receives messages on finished, running and remaining steps
   */
  public Reproduction(
      Profile profile, Path out, Path data, Optional<Path> understanding, Consumer<String> log) {
    this.profile = profile;
    this.out = out;
    this.data = data;
    this.understanding = understanding;
    this.log = log;
  }

  /**
   * Runs the missing steps, for each seed in turn.
   *
   * @throws InterruptedException if the calling thread is interrupted; finished steps are kept
   */
  public void run(List<Long> seeds) throws IOException, InterruptedException {
    FolderLock.hold(out, Folder.create(out).resolve(FolderLock.FILE), () -> runLocked(seeds));
  }

  private void runLocked(List<Long> seeds) throws IOException, InterruptedException {
    if (Files.exists(data.resolve("checksums.json"))) {
      checkIsOurs(seeds);
    }
    new Steps(out, log).run(stages(seeds));
    for (long seed : seeds) {
      log.accept(
          String.format(
              Locale.ROOT, "seed %d: %s", seed, AlignmentCheck.line(Result.read(checkOf(seed)))));
    }
  }

  /**
   * Checks that existing results belong to this experiment, since finished steps are not repeated.
   */
  private void checkIsOurs(List<Long> seeds) throws IOException {
    DemonstrationSet set = set();
    if (!set.profile().equals(profile.name()) || !set.plan().equals(profile.plan(DATA_SEED))) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s holds another set (profile %s, seed %d) than that of the profile %s; choose another folder, or delete it",
              data,
              set.profile(),
              set.plan().seed(),
              profile.name()));
    }
    for (long seed : seeds) {
      Path u = ownU(seed);
      if (Files.exists(u.resolve(RunRecord.FILE))
          && !RunRecord.of(u).data().equals(set.checksum())) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s was trained on another set than %s; choose another folder, or delete it",
                u,
                data));
      }
    }
  }

  private List<List<Steps.Step>> stages(List<Long> seeds) {
    List<List<Steps.Step>> stages = new ArrayList<>();
    stages.add(
        List.of(
            new Steps.Step("demonstrations", "data", data.resolve("checksums.json"), this::make)));
    for (long seed : seeds) {
      train(stages, seed);
      evaluate(stages, seed);
      if (seed == seeds.get(0)) {
        arms(stages, seed);
      }
    }
    return stages;
  }

  private void make() throws IOException, InterruptedException {
    DemonstrationMaker.make(
        data, profile.name(), profile.plan(DATA_SEED), new Milestones("demonstrations", log));
  }

  private Path seed(long seed) {
    return RecordNames.seed(out, seed);
  }

  private Path ownU(long seed) {
    return seed(seed).resolve("understanding");
  }

  private Path startingU(long seed) {
    return understanding.orElse(ownU(seed));
  }

  private void train(List<List<Steps.Step>> stages, long seed) {
    if (understanding.isEmpty()) {
      stages.add(
          List.of(training("U", "U", ownU(seed), seed, (run, told) -> run.understanding(told))));
    }
    stages.add(
        List.of(
            joint(
                AlignmentSettings.BASELINE,
                run(seed, AlignmentSettings.BASELINE),
                DEFAULT.baseline(),
                seed),
            joint(AlignmentSettings.ALIGNED, run(seed, AlignmentSettings.ALIGNED), DEFAULT, seed)));
    Path record = checkOf(seed);
    stages.add(
        List.of(
            new Steps.Step(
                String.format(Locale.ROOT, "seed %d: check of the alignment", seed),
                RecordNames.ALIGNMENT_CHECK,
                record,
                () ->
                    log.accept(
                        AlignmentCheck.line(
                            new AlignmentCheck(
                                    run(seed, AlignmentSettings.BASELINE),
                                    run(seed, AlignmentSettings.ALIGNED),
                                    set(),
                                    record)
                                .run())))));
  }

  private Path checkOf(long seed) {
    return seed(seed).resolve(RecordNames.ALIGNMENT_CHECK + RecordNames.JSON);
  }

  private Path run(long seed, String arm) {
    return seed(seed).resolve(arm);
  }

  private void evaluate(List<List<Steps.Step>> stages, long seed) {
    Path u = startingU(seed);
    Path baseline = run(seed, AlignmentSettings.BASELINE);
    Path aligned = run(seed, AlignmentSettings.ALIGNED);
    for (Split split : splits()) {
      Path kept = rollouts(seed, split);
      stages.add(List.of(recognition(RecordNames.RECOGNITION, u, split, seed)));
      stages.add(List.of(imitation(AlignmentSettings.BASELINE, baseline, split, seed, true)));
      stages.add(
          List.of(
              control(AlignmentSettings.BASELINE, baseline, split, seed, true, Optional.of(kept))));
      stages.add(List.of(imitation(AlignmentSettings.ALIGNED, aligned, split, seed, false)));
      stages.add(
          List.of(
              control(AlignmentSettings.ALIGNED, aligned, split, seed, false, Optional.empty())));
      for (String arm : List.of(AlignmentSettings.BASELINE, AlignmentSettings.ALIGNED)) {
        String name = RecordNames.of(RecordNames.RECOGNITION, arm);
        stages.add(List.of(recognition(name, run(seed, arm), split, seed)));
      }
    }
    stages.add(List.of(watchThenDo(AlignmentSettings.BASELINE, baseline, seed)));
    stages.add(List.of(watchThenDo(AlignmentSettings.ALIGNED, aligned, seed)));
    // A profile with few arms also gets few draws of untrained weights.
    Path record = seed(seed).resolve(RecordNames.PROBE + RecordNames.JSON);
    Split last = splits().get(splits().size() - 1);
    stages.add(
        List.of(
            new Steps.Step(
                String.format(Locale.ROOT, "seed %d: probe and controls", seed),
                RecordNames.PROBE,
                RecordNames.record(seed(seed), RecordNames.PROBE, last),
                () ->
                    new ProbeEvaluation(
                            u,
                            baseline,
                            set(),
                            Optional.of(DemonstrationSet.open(rollouts(seed, Split.TEST_SEEN))),
                            record,
                            Math.min(ProbeStudy.DRAWS, Math.max(1, profile.arms())))
                        .run(log))));
  }

  private Path rollouts(long seed, Split split) {
    return RecordNames.rollouts(seed(seed), split);
  }

  /** Adds the controls and the ablations, which vary one factor at a time. */
  private void arms(List<List<Steps.Step>> stages, long seed) {
    List<Map.Entry<String, AlignmentSettings>> arms =
        new ArrayList<>(arms(profile.arms()).entrySet());
    for (int i = 0; i < arms.size(); i += 2) {
      stages.add(
          arms.subList(i, Math.min(i + 2, arms.size())).stream()
              .map(arm -> joint(arm.getKey(), arm(arm.getKey(), seed), arm.getValue(), seed))
              .toList());
    }
    for (Map.Entry<String, AlignmentSettings> arm : arms) {
      for (Split split : splits()) {
        Path run = arm(arm.getKey(), seed);
        String name = RecordNames.of(RecordNames.RECOGNITION, arm.getKey());
        stages.add(List.of(recognition(name, run, split, seed)));
        stages.add(List.of(control(arm.getKey(), run, split, seed, false, Optional.empty())));
      }
    }
  }

  private Path arm(String arm, long seed) {
    return seed(seed).resolve("arms").resolve(arm);
  }

  /**
   * The first {@code count} arms beside baseline and aligned, by name, controls before ablations;
   * each differs from the aligned arm in one factor.
   */
  static Map<String, AlignmentSettings> arms(int count) {
    Map<String, AlignmentSettings> arms = new LinkedHashMap<>();
    for (AlignmentSettings control :
        List.of(
            DEFAULT.with(it -> it.partner = Partner.RANDOM_CODE),
            DEFAULT.with(it -> it.partner = Partner.DERANGED),
            DEFAULT.with(it -> it.partner = Partner.TEXT),
            DEFAULT.with(it -> it.told = false),
            DEFAULT.baseline().with(it -> it.placebo = true))) {
      arms.put(control.arm(), control);
    }
    for (Pairing pairing : List.of(Pairing.EPISODE, Pairing.TASK, Pairing.HIERARCHICAL)) {
      arms.put("pairing-" + pairing.label(), DEFAULT.with(it -> it.pairing = pairing));
    }
    arms.put("memory-0", DEFAULT.with(it -> it.memory = 0));
    for (double tau : new double[] {0.02, 0.2}) {
      arms.put("tau-" + tau, DEFAULT.with(it -> it.temperature = tau));
    }
    for (double lambda : new double[] {0.1, 1}) {
      arms.put("lambda-" + lambda, DEFAULT.with(it -> it.alignmentWeight = lambda));
    }
    Map<String, AlignmentSettings> first = new LinkedHashMap<>();
    arms.entrySet().stream().limit(count).forEach(c -> first.put(c.getKey(), c.getValue()));
    return first;
  }

  private List<Split> splits() {
    return profile.holdsOut()
        ? List.of(Split.TEST_SEEN, Split.TEST_UNSEEN)
        : List.of(Split.TEST_SEEN);
  }

  private DemonstrationSet set() throws IOException {
    return DemonstrationSet.open(data);
  }

  private interface Trains {
    void run(TrainingRun run, Consumer<Progress> told) throws IOException, InterruptedException;
  }

  private Steps.Step training(String who, String kind, Path run, long seed, Trains trains) {
    String name = String.format(Locale.ROOT, "seed %d: %s learns", seed, who);
    return new Steps.Step(
        name,
        kind,
        run.resolve(RunRecord.FILE),
        () -> {
          boolean begun = Files.exists(run.resolve("config.json"));
          TrainingRun training = new TrainingRun(profile, set(), run, seed, begun);
          trains.run(training, new Milestones(name, log));
        });
  }

  private Steps.Step joint(String arm, Path run, AlignmentSettings settings, long seed) {
    TrainingRun.Start start = new TrainingRun.Start(Optional.of(startingU(seed)), Optional.empty());
    return training(arm, "joint", run, seed, (to, told) -> to.joint(settings, start, told));
  }

  private interface Evaluates {
    void run(Evaluation evaluation, Milestones told) throws IOException, InterruptedException;
  }

  /** One evaluation; its record's name is its kind, or its kind and arm. */
  private Steps.Step evaluation(
      String kind, String name, Path run, Split split, long seed, Evaluates evaluates) {
    Path record = RecordNames.record(seed(seed), name, split);
    String step = String.format(Locale.ROOT, "seed %d: %s, %s", seed, name, split.label());
    return new Steps.Step(
        step,
        kind,
        record,
        () -> {
          Evaluation evaluation = new Evaluation(run, set(), split, record);
          evaluates.run(evaluation, new Milestones(step, log));
        });
  }

  private Steps.Step recognition(String name, Path run, Split split, long seed) {
    return evaluation(
        RecordNames.RECOGNITION, name, run, split, seed, (it, told) -> it.recognition());
  }

  private Steps.Step imitation(String arm, Path run, Split split, long seed, boolean references) {
    String kind = RecordNames.IMITATION;
    return evaluation(
        kind,
        RecordNames.of(kind, arm),
        run,
        split,
        seed,
        (it, told) -> it.imitation(references, told));
  }

  private Steps.Step control(
      String arm, Path run, Split split, long seed, boolean references, Optional<Path> keep) {
    String kind = RecordNames.CONTROL;
    return evaluation(
        kind,
        RecordNames.of(kind, arm),
        run,
        split,
        seed,
        (it, told) -> it.control(references, keep, told));
  }

  /** On all splits at once, since the arm's probe is the same. */
  private Steps.Step watchThenDo(String arm, Path run, long seed) {
    String kind = RecordNames.WATCH_THEN_DO;
    String name = RecordNames.of(kind, arm);
    String step = String.format(Locale.ROOT, "seed %d: %s", seed, name);
    Split last = splits().get(splits().size() - 1);
    return new Steps.Step(
        step,
        kind,
        RecordNames.record(seed(seed), name, last),
        () -> {
          try (WatchThenDoStudy study = WatchThenDoStudy.of(run, set())) {
            for (Split split : splits()) {
              Path record = RecordNames.record(seed(seed), name, split);
              if (!Files.exists(record)) {
                new Evaluation(run, set(), split, record)
                    .watchThenDo(
                        study, Optional.of(trials(arm, split, seed)), new Milestones(step, log));
              }
            }
          }
        });
  }

  private Path trials(String arm, Split split, long seed) {
    String control = RecordNames.of(RecordNames.CONTROL, arm);
    return RecordNames.beside(RecordNames.record(seed(seed), control, split), RecordNames.ITEMS);
  }
}
