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
import mirrorlab.alignment.JointTraining;
import mirrorlab.alignment.Pairing;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.nn.Progress;

/**
 * The whole experiment of a profile as named steps, each of which leaves something behind and is
 * not done again where that lies already:
 *
 * <pre>
 *   OUT/data                                     demonstrations
 *   OUT/seed-0/understanding, execution          U and E, trained apart
 *   OUT/seed-0/probe-test-seen.json …            spontaneous alignment with its controls
 *   OUT/seed-0/baseline, aligned                 both trained on from there at once, without and
 *                                                with the pull
 *   OUT/seed-0/{recognition, imitation, control, watch-then-do}-ARM-SPLIT.json
 *   OUT/seed-0/ablations                         one factor at a time, first seed only
 * </pre>
 *
 * <p>Two trainings that do not need each other run side by side, one core each. Killed at any
 * moment, the same command goes on.
 */
public final class Reproduction {
  private static final long DATA_SEED = 0;

  private final Profile profile;
  private final Path out;
  private final Path data;
  private final Consumer<String> log;

  /**
   * An experiment that writes below {@code out}.
   *
   * @param data a set of the profile's demonstrations; it is made if it is not there
   * @param log is told what is done, running and left
   */
  public Reproduction(Profile profile, Path out, Path data, Consumer<String> log) {
    this.profile = profile;
    this.out = out;
    this.data = data;
    this.log = log;
  }

  /**
   * Does what is missing, for each seed in turn.
   *
   * @throws InterruptedException if the calling thread is interrupted; finished steps are kept
   */
  public void run(List<Long> seeds) throws IOException, InterruptedException {
    Files.createDirectories(out);
    new Steps(out, log).run(stages(seeds));
  }

  private List<List<Steps.Step>> stages(List<Long> seeds) {
    List<List<Steps.Step>> stages = new ArrayList<>();
    stages.add(
        List.of(
            new Steps.Step("demonstrations", "data", data.resolve("checksums.json"), this::make)));
    for (long seed : seeds) {
      apart(stages, seed);
      together(stages, seed);
      if (seed == seeds.get(0)) {
        ablations(stages, seed);
      }
    }
    return stages;
  }

  private void make() throws IOException, InterruptedException {
    DemonstrationMaker.make(
        data, profile.name(), profile.plan(DATA_SEED), new Milestones("demonstrations", log));
  }

  private Path seed(long seed) {
    return out.resolve("seed-" + seed);
  }

  /** U and E know nothing of each other. */
  private void apart(List<List<Steps.Step>> stages, long seed) {
    Path u = seed(seed).resolve("understanding");
    Path e = seed(seed).resolve("execution");
    stages.add(
        List.of(
            training("U", "U", u, seed, (run, told) -> run.understanding(told)),
            training("E", "E", e, seed, (run, told) -> run.execution(told))));
    for (Split split : splits()) {
      Path kept = seed(seed).resolve("rollouts-" + split.label());
      stages.add(List.of(recognition("", u, split, seed)));
      stages.add(List.of(imitation(e, split, seed)));
      stages.add(List.of(control(e, split, seed, kept)));
    }
    Path record = seed(seed).resolve("probe.json");
    Path rollouts = seed(seed).resolve("rollouts-" + Split.TEST_SEEN.label());
    stages.add(
        List.of(
            new Steps.Step(
                "seed %d: probe and controls".formatted(seed),
                "probe",
                seed(seed).resolve("probe-" + splits().get(splits().size() - 1).label() + ".json"),
                () ->
                    new ProbeEvaluation(
                            u,
                            e,
                            set(),
                            Optional.of(DemonstrationSet.open(rollouts)),
                            record,
                            profile.holdsOut() ? ProbeStudy.DRAWS : 1)
                        .run(log))));
  }

  /** Both are trained on from where they are, without and with the pull. */
  private void together(List<List<Steps.Step>> stages, long seed) {
    Map<String, JointTraining.Settings> arms = new LinkedHashMap<>();
    arms.put(Judged.BASELINE, JointTraining.Settings.PAPER.baseline());
    arms.put(Judged.ALIGNED, JointTraining.Settings.PAPER);
    stages.add(
        arms.entrySet().stream()
            .map(arm -> joint(arm.getKey(), seed(seed).resolve(arm.getKey()), arm.getValue(), seed))
            .toList());
    for (String arm : arms.keySet()) {
      Path run = seed(seed).resolve(arm);
      for (Split split : splits()) {
        stages.add(List.of(recognition("-" + arm, run, split, seed)));
        stages.add(List.of(imitationAlone("-" + arm, run, split, seed)));
        stages.add(List.of(controlAlone("-" + arm, run, split, seed)));
        stages.add(List.of(watchThenDo("-" + arm, run, split, seed)));
      }
    }
  }

  /** One factor at a time around the paper's settings. */
  private void ablations(List<List<Steps.Step>> stages, long seed) {
    List<Map.Entry<String, JointTraining.Settings>> cells =
        new ArrayList<>(cells(profile.ablations()).entrySet());
    for (int i = 0; i < cells.size(); i += 2) {
      stages.add(
          cells.subList(i, Math.min(i + 2, cells.size())).stream()
              .map(
                  cell ->
                      joint(cell.getKey(), ablation(cell.getKey(), seed), cell.getValue(), seed))
              .toList());
    }
    for (Map.Entry<String, JointTraining.Settings> cell : cells) {
      Path run = ablation(cell.getKey(), seed);
      String name = "-" + cell.getKey();
      stages.add(List.of(recognition(name, run, Split.TEST_SEEN, seed)));
      stages.add(List.of(controlAlone(name, run, Split.TEST_SEEN, seed)));
    }
  }

  private Path ablation(String cell, long seed) {
    return seed(seed).resolve("ablations").resolve(cell);
  }

  /** The first of the cells beside the paper's own, by name; all differ from it in one factor. */
  static Map<String, JointTraining.Settings> cells(int count) {
    JointTraining.Settings paper = JointTraining.Settings.PAPER;
    Map<String, JointTraining.Settings> cells = new LinkedHashMap<>();
    for (Pairing pairing : List.of(Pairing.EPISODE, Pairing.TASK, Pairing.HIERARCHICAL)) {
      cells.put("pairing-" + pairing.name().toLowerCase(Locale.ROOT), paper.with(pairing));
    }
    for (double tau : new double[] {0.02, 0.2}) {
      cells.put("tau-" + tau, paper.withTemperature(tau));
    }
    for (double lambda : new double[] {0.1, 1}) {
      cells.put("lambda-" + lambda, paper.withAlignmentWeight(lambda));
    }
    Map<String, JointTraining.Settings> first = new LinkedHashMap<>();
    cells.entrySet().stream().limit(count).forEach(c -> first.put(c.getKey(), c.getValue()));
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
    String name = "seed %d: %s learns".formatted(seed, who);
    return new Steps.Step(
        name,
        kind,
        run.resolve(TrainingRun.RECORD),
        () -> {
          boolean begun = Files.exists(run.resolve("config.json"));
          TrainingRun training = new TrainingRun(profile, set(), run, seed, begun);
          trains.run(training, new Milestones(name, log));
        });
  }

  private Steps.Step joint(String arm, Path run, JointTraining.Settings settings, long seed) {
    TrainingRun.Start start =
        new TrainingRun.Start(seed(seed).resolve("understanding"), seed(seed).resolve("execution"));
    return training(
        arm, "joint", run, seed, (to, told) -> to.joint(settings, Optional.of(start), told));
  }

  private interface Evaluates {
    void run(Evaluation evaluation, Milestones told) throws IOException, InterruptedException;
  }

  private Steps.Step evaluation(
      String kind, String arm, Path run, Split split, long seed, Evaluates evaluates) {
    Path record = seed(seed).resolve(kind + arm + "-" + split.label() + ".json");
    String name = "seed %d: %s%s, %s".formatted(seed, kind, arm, split.label());
    return new Steps.Step(
        name,
        kind,
        record,
        () -> {
          Evaluation evaluation = new Evaluation(run, set(), split, record);
          evaluates.run(evaluation, new Milestones(name, log));
        });
  }

  private Steps.Step recognition(String arm, Path run, Split split, long seed) {
    return evaluation("recognition", arm, run, split, seed, (it, told) -> it.recognition());
  }

  private Steps.Step imitation(Path run, Split split, long seed) {
    return evaluation("imitation", "", run, split, seed, (it, told) -> it.imitation(told));
  }

  private Steps.Step imitationAlone(String arm, Path run, Split split, long seed) {
    return evaluation("imitation", arm, run, split, seed, (it, told) -> it.imitationAlone(told));
  }

  private Steps.Step control(Path run, Split split, long seed, Path keep) {
    return evaluation(
        "control", "", run, split, seed, (it, told) -> it.control(Optional.of(keep), told));
  }

  private Steps.Step controlAlone(String arm, Path run, Split split, long seed) {
    return evaluation("control", arm, run, split, seed, (it, told) -> it.controlAlone(told));
  }

  private Steps.Step watchThenDo(String arm, Path run, Split split, long seed) {
    Path control = seed(seed).resolve("control" + arm + "-" + split.label() + ".csv");
    return evaluation(
        "watch-then-do",
        arm,
        run,
        split,
        seed,
        (it, told) -> it.watchThenDo(Optional.of(control), told));
  }
}
