package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.evaluation.Ablations;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Recognition;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.evaluation.ToldTrials;
import mirrorlab.evaluation.Trial;
import mirrorlab.evaluation.TsneProjection;
import mirrorlab.evaluation.WatchThenDo;
import mirrorlab.evaluation.WatchThenDo.Reading;
import mirrorlab.files.CsvTable;
import mirrorlab.world.Rollout;

/**
 * {@link WatchThenDo} with its references: a probe of the run's encoders, trained once for all
 * splits.
 */
final class WatchThenDoStudy implements AutoCloseable {
  private static final String NAMED = "named by U";

  /**
   * The results of the study.
   *
   * @param items one row per episode
   * @param page t-SNE projection of the shared space
   */
  record Findings(List<Metric> metrics, List<Metric> references, CsvTable items, CsvTable page) {}

  private final EvaluatedRun run;
  private final DemonstrationSet set;
  private final Encoders encoders;
  private final List<Candidate> candidates;
  private final Probe probe;
  private final float[][] prototypes;

  private WatchThenDoStudy(
      EvaluatedRun run,
      DemonstrationSet set,
      Encoders encoders,
      List<Candidate> candidates,
      Probe probe,
      float[][] prototypes) {
    this.run = run;
    this.set = set;
    this.encoders = encoders;
    this.candidates = candidates;
    this.probe = probe;
    this.prototypes = prototypes;
  }

  /** Opens a joint run and trains its probe on the training episodes. */
  static WatchThenDoStudy of(Path run, DemonstrationSet set)
      throws IOException, InterruptedException {
    EvaluatedRun judged = EvaluatedRun.of(run);
    List<Episode> train = set.read(Split.TRAIN);
    List<Candidate> candidates = Recognition.candidates(set.plan().variations());
    Encoders encoders = Encoders.of(run, run);
    try {
      Probe probe =
          Probe.train(encoders.represent(train), Probe.Settings.DEFAULT, judged.ended().seed());
      float[][] prototypes = WatchThenDo.prototypes(probe, encoders.execution(), train, candidates);
      return new WatchThenDoStudy(judged, set, encoders, candidates, probe, prototypes);
    } catch (InterruptedException | RuntimeException e) {
      encoders.close();
      throw e;
    }
  }

  /**
   * E acts on the instruction that it reads from the video of another episode. The references are E
   * with the true instruction; E with U's own reading of the same video; and, in every fourth
   * scene, E with the video of another instruction, and E with a random instruction.
   *
   * @param split the split of the scenes
   * @param control {@code control-….csv} of the same E in the same scenes, if measured before;
   *     otherwise E's trials with the instruction are run here
   * @param listener called before each actor and after each rollout
   */
  Findings measure(Split split, Optional<Path> control, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    String arm = run.arm();
    long seed = run.ended().seed();
    List<Episode> episodes = set.read(split);
    Pairs pairs = encoders.represent(episodes);
    int[] shown = WatchThenDo.demonstrations(episodes);
    List<Candidate> meant =
        WatchThenDo.understand(probe, pairs.at(shown).understanding(), prototypes, candidates);
    Pairs wrong = pairs.at(Ablations.others(episodes));
    List<Candidate> mistaken =
        WatchThenDo.understand(probe, wrong.understanding(), prototypes, candidates);
    List<Episode> watched = Arrays.stream(shown).mapToObj(episodes::get).toList();
    List<Candidate> named = WatchThenDo.named(encoders.understanding(), watched, candidates);
    Random random = new Random(seed);
    List<Candidate> any =
        episodes.stream().map(it -> candidates.get(random.nextInt(candidates.size()))).toList();

    List<Trial> told = told(episodes, control, listener);
    ToldTrials trials = new ToldTrials(encoders.execution());
    trials.add(episodes, told);
    Reading own = act(arm, episodes, meant, trials, listener);
    Reading byName = act(NAMED, episodes, named, trials, listener);
    List<Metric> references = new ArrayList<>(Control.metrics("told", told));
    references.addAll(Control.metrics(NAMED, byName.trials()));
    references.addAll(WatchThenDo.understood(NAMED, episodes, named));
    Map<String, List<Candidate>> others = new LinkedHashMap<>();
    others.put("wrong video", mistaken);
    others.put(SpontaneousAlignment.CHANCE, any);
    for (Map.Entry<String, List<Candidate>> other : others.entrySet()) {
      List<Episode> some = Evaluation.every(episodes);
      Reading reading =
          act(other.getKey(), some, Evaluation.every(other.getValue()), trials, listener);
      references.addAll(Control.metrics(other.getKey(), reading.trials()));
    }
    List<Metric> metrics = new ArrayList<>(Control.metrics(arm, own.trials()));
    metrics.addAll(WatchThenDo.understood(arm, episodes, meant));
    metrics.addAll(
        SpontaneousAlignment.metrics(
            arm, probe.similarity(pairs), pairs.labels(), Probe.Settings.DEFAULT, seed));
    return new Findings(
        metrics,
        references,
        WatchThenDo.items(episodes, own, byName),
        TsneProjection.table(probe, episodes, pairs, seed));
  }

  /** Frees the encoders and the probe. */
  @Override
  public void close() {
    probe.close();
    encoders.close();
  }

  private List<Trial> told(
      List<Episode> episodes, Optional<Path> control, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    return control.isPresent()
        ? Control.read(control.get(), episodes)
        : Evaluation.play(
            "told", episodes, world -> Rollout.run(world, encoders.execution()), listener);
  }

  private static Reading act(
      String who,
      List<Episode> scenes,
      List<Candidate> texts,
      ToldTrials trials,
      DemonstrationMaker.Listener listener)
      throws InterruptedException {
    List<String> words = texts.stream().map(Candidate::instruction).toList();
    listener.begin(who, trials.missing(scenes, words), 0);
    return new Reading(texts, trials.act(scenes, words, done -> listener.step()));
  }
}
