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

/** {@link WatchThenDo} with its references. */
final class WatchThenDoStudy {
  private static final String NAMED = "named by U";

  /**
   * The results of the study.
   *
   * @param items one row per episode
   * @param page t-SNE projection of the shared space
   */
  record Findings(List<Metric> metrics, List<Metric> references, CsvTable items, CsvTable page) {}

  private final String arm;
  private final Encoders encoders;
  private final long seed;
  private final DemonstrationMaker.Listener listener;

  /**
   * Creates a study of one arm.
   *
   * @param seed seed of the probe and of all random draws
   * @param listener called before each actor and after each rollout
   */
  WatchThenDoStudy(String arm, Encoders encoders, long seed, DemonstrationMaker.Listener listener) {
    this.arm = arm;
    this.encoders = encoders;
    this.seed = seed;
    this.listener = listener;
  }

  /**
   * E acts on the instruction that it reads from the video of another episode, by a probe trained
   * for this. The references are E with the true instruction; E with U's own reading of the same
   * video; and, in every fourth scene, E with the video of another instruction, and E with a random
   * instruction.
   *
   * @param split the split of the scenes
   * @param control {@code control-….csv} of the same E in the same scenes, if measured before;
   *     otherwise E's trials with the instruction are run here
   */
  Findings measure(DemonstrationSet set, Split split, Optional<Path> control)
      throws IOException, InterruptedException {
    List<Episode> train = set.read(Split.TRAIN);
    List<Episode> episodes = set.read(split);
    List<Candidate> candidates = Recognition.candidates(set.plan().variations());
    try (Probe probe = Probe.train(encoders.represent(train), Probe.Settings.DEFAULT, seed)) {
      float[][] prototypes = WatchThenDo.prototypes(probe, encoders.execution(), train, candidates);
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

      List<Trial> told = told(episodes, control);
      ToldTrials trials = new ToldTrials(encoders.execution());
      trials.add(episodes, told);
      Reading own = act(arm, episodes, meant, trials);
      Reading byName = act(NAMED, episodes, named, trials);
      List<Metric> references = new ArrayList<>(Control.metrics("told", told));
      references.addAll(Control.metrics(NAMED, byName.trials()));
      references.addAll(WatchThenDo.understood(NAMED, episodes, named));
      Map<String, List<Candidate>> others = new LinkedHashMap<>();
      others.put("wrong video", mistaken);
      others.put(SpontaneousAlignment.CHANCE, any);
      for (Map.Entry<String, List<Candidate>> other : others.entrySet()) {
        List<Episode> some = Evaluation.every(episodes);
        Reading reading = act(other.getKey(), some, Evaluation.every(other.getValue()), trials);
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
  }

  private List<Trial> told(List<Episode> episodes, Optional<Path> control)
      throws IOException, InterruptedException {
    return control.isPresent()
        ? Control.read(control.get(), episodes)
        : Evaluation.play(
            "told", episodes, world -> Rollout.run(world, encoders.execution()), listener);
  }

  private Reading act(String who, List<Episode> scenes, List<Candidate> texts, ToldTrials trials)
      throws InterruptedException {
    List<String> words = texts.stream().map(Candidate::instruction).toList();
    listener.begin(who, trials.missing(scenes, words), 0);
    return new Reading(texts, trials.act(scenes, words, done -> listener.step()));
  }
}
