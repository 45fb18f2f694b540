package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import mirrorlab.alignment.Probe;
import mirrorlab.data.Demonstrations;
import mirrorlab.data.Episode;
import mirrorlab.data.EpisodePlan;
import mirrorlab.data.Split;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.RandomPolicy;
import mirrorlab.evaluation.Recognition;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.evaluation.SpontaneousAlignment.Encoded;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.nn.Progress;
import mirrorlab.understanding.VideoTextEncoder;

/**
 * The whole experiment of a profile, seed by seed: both encoders, what each can do, and how far
 * their representations align. Leaves one record a result:
 *
 * <pre>  OUT/seed-0/{understanding, execution, recognition.json, control.json, probe.json}  …</pre>
 *
 * A seed decides initial weights and the order of training; the demonstrations are the same for
 * all. What lies there already is not done again.
 */
public final class Reproduction {
  private static final String ARM = "baseline";
  private static final long DATA_SEED = 0;

  private final Profile profile;
  private final Path out;
  private final Consumer<String> log;

  /**
   * An experiment that writes below {@code out}.
   *
   * @param log is told what is being done
   */
  public Reproduction(Profile profile, Path out, Consumer<String> log) {
    this.profile = profile;
    this.out = out;
    this.log = log;
  }

  /**
   * Does what is missing, for each seed in turn.
   *
   * @throws InterruptedException if the calling thread is interrupted; finished steps are kept
   */
  public void run(List<Long> seeds) throws IOException, InterruptedException {
    EpisodePlan plan = profile.plan(DATA_SEED);
    log.accept("demonstrations to learn from");
    List<Episode> train = Demonstrations.make(plan, Split.TRAIN, done -> {});
    log.accept("demonstrations to be judged by");
    List<Episode> test = Demonstrations.make(plan, Split.TEST_SEEN, done -> {});
    for (long seed : seeds) {
      Path directory = Files.createDirectories(out.resolve("seed-" + seed));
      try (Encoders encoders = encoders(directory, train, seed)) {
        recognition(directory.resolve("recognition.json"), encoders.understanding(), test, seed);
        control(directory.resolve("control.json"), encoders.execution(), test, seed);
        probe(directory.resolve("probe.json"), encoders, train, test, seed);
      }
    }
  }

  private Encoders encoders(Path directory, List<Episode> train, long seed)
      throws IOException, InterruptedException {
    if (Files.exists(directory.resolve("execution"))) {
      return Encoders.load(directory);
    }
    Encoders encoders = Encoders.untrained(train, seed);
    encoders.train(train, profile, seed, progress("U", seed), progress("E", seed));
    encoders.save(directory);
    return encoders;
  }

  private Consumer<Progress> progress(String who, long seed) {
    return p -> {
      if (p.step() % Math.max(1, p.steps() / 10) == 0) {
        log.accept(
            "seed %d, %s: step %d of %d, loss %.3f, %d s, %d s left, %.1f %% waiting for batches"
                .formatted(
                    seed,
                    who,
                    p.step(),
                    p.steps(),
                    p.loss(),
                    p.elapsed().toSeconds(),
                    p.left().toSeconds(),
                    100 * p.waiting()));
      }
    };
  }

  private void recognition(Path file, VideoTextEncoder u, List<Episode> test, long seed)
      throws IOException {
    if (Files.exists(file)) {
      return;
    }
    List<Recognition.Candidate> candidates =
        Recognition.candidates(profile.plan(DATA_SEED).variations());
    write(
        file,
        "recognition",
        seed,
        Recognition.metrics(ARM, Recognition.run(u, test, candidates)),
        Recognition.chance(candidates));
  }

  private void control(Path file, KeyframePolicy e, List<Episode> test, long seed)
      throws IOException, InterruptedException {
    if (Files.exists(file)) {
      return;
    }
    log.accept("seed %d: closed loop".formatted(seed));
    List<Metric> own = Control.metrics(ARM, Control.run(test, scene -> e, trial -> {}));
    List<Metric> random =
        Control.metrics("random keyframes", Control.run(test, RandomPolicy::new, trial -> {}));
    write(file, "control", seed, own, random);
  }

  private void probe(
      Path file, Encoders trained, List<Episode> train, List<Episode> test, long seed)
      throws IOException, InterruptedException {
    if (Files.exists(file)) {
      return;
    }
    log.accept("seed %d: probe and controls".formatted(seed));
    try (Encoders fresh = Encoders.untrained(train, seed)) {
      Map<String, Encoded> controls = new LinkedHashMap<>();
      controls.put("untrained encoders", fresh.represent(train, test));
      controls.put(
          "untrained U",
          new Encoders(fresh.understanding(), trained.execution()).represent(train, test));
      controls.put(
          "untrained E",
          new Encoders(trained.understanding(), fresh.execution()).represent(train, test));
      Findings findings =
          SpontaneousAlignment.measure(
              ARM, trained.represent(train, test), controls, Probe.Settings.DEFAULT, seed);
      write(file, "probe", seed, findings.metrics(), findings.references());
    }
  }

  private void write(
      Path file, String kind, long seed, List<Metric> metrics, List<Metric> references)
      throws IOException {
    Result.of(
            kind,
            file.getParent().getFileName().toString(),
            ARM,
            seed,
            profile.name(),
            "seed " + DATA_SEED,
            Split.TEST_SEEN.label(),
            metrics,
            references)
        .write(file);
  }
}
