package mirrorlab.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.DemonstrationSet;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Policy;
import mirrorlab.evaluation.Ablations;
import mirrorlab.evaluation.Control;
import mirrorlab.evaluation.Imitation;
import mirrorlab.evaluation.Imitation.Compared;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.NearestNeighbour;
import mirrorlab.evaluation.RandomPolicy;
import mirrorlab.evaluation.Recognition;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.evaluation.Recognition.Named;
import mirrorlab.evaluation.RecordNames;
import mirrorlab.evaluation.Result;
import mirrorlab.evaluation.Trial;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.files.CsvTable;
import mirrorlab.files.Folder;
import mirrorlab.files.Sha256;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.world.Rollout;
import mirrorlab.world.World;

/**
 * Evaluates a trained encoder and writes a record, together with the references for comparison.
 *
 * <pre>{@code
 * DemonstrationSet set = DemonstrationSet.open(Path.of("full"));
 * Path out = Path.of("recognition.json");
 * Result result = new Evaluation(run, set, Split.TEST_SEEN, out).recognition();
 * }</pre>
 *
 * <p>Beside {@code NAME.json} each evaluation writes {@code NAME.csv}, one row per item.
 */
public final class Evaluation {
  /**
   * References act only in every fourth scene, to save time: most trials fail, and a failure uses
   * all keyframes.
   */
  private static final int SHARE = 4;

  private final Path run;
  private final DemonstrationSet set;
  private final Split split;
  private final Path out;

  /**
   * Creates an evaluation that writes one record.
   *
   * @param run a finished run of an encoder
   * @param split the split for the evaluation
   * @param out {@code NAME.json}
   */
  public Evaluation(Path run, DemonstrationSet set, Split split, Path out) {
    this.run = run;
    this.set = set;
    this.split = split;
    this.out = out;
  }

  /**
   * Recognition: U classifies the videos among all instructions of the set, including unseen ones.
   */
  public Result recognition() throws IOException, InterruptedException {
    EvaluatedRun judged = check();
    List<Episode> episodes = set.readVideos(split);
    List<Candidate> candidates = Recognition.candidates(set.plan().variations());
    try (VideoTextEncoder u = VideoTextEncoder.load(RunRecord.understanding(run));
        VideoTextEncoder untrained =
            new VideoTextEncoder(u.size(), u.tokenizer(), judged.ended().seed())) {
      List<Named> named = Recognition.run(u, episodes, candidates);
      List<Metric> references = new ArrayList<>(Recognition.chance(candidates));
      references.addAll(
          Recognition.metrics(
              "most frequent",
              Recognition.majority(episodes, set.instructions(Split.TRAIN), candidates)));
      references.addAll(
          Recognition.metrics("untrained", Recognition.run(untrained, episodes, candidates)));
      references.addAll(
          Recognition.metrics(
              "first frame only", Recognition.run(u, Ablations.motion(episodes), candidates)));
      return write(
          RecordNames.RECOGNITION,
          judged,
          Recognition.metrics(judged.arm(), named),
          references,
          Recognition.items(named));
    }
  }

  /**
   * Imitation: E predicts each next keyframe of the demonstrations.
   *
   * @param references whether to measure the references, too; not needed for another arm of a
   *     comparison
   * @param listener called before each policy and after each episode
   */
  public Result imitation(boolean references, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    EvaluatedRun judged = check();
    long seed = judged.ended().seed();
    List<Episode> episodes = set.readSteps(split);
    try (KeyframePolicy e = KeyframePolicy.load(RunRecord.execution(run))) {
      List<Compared> own = imitate(judged.arm(), episodes, e, listener);
      Map<String, Policy> others = new LinkedHashMap<>();
      if (references) {
        others.put("told nothing", Imitation.blanked(e));
        others.put("keeps still", Imitation.STILL);
      }
      List<Metric> beside = new ArrayList<>();
      for (Map.Entry<String, Policy> other : others.entrySet()) {
        List<Compared> compared = imitate(other.getKey(), episodes, other.getValue(), listener);
        beside.addAll(Imitation.metrics(other.getKey(), compared, seed));
      }
      List<Metric> metrics = Imitation.metrics(judged.arm(), own, seed);
      return write(RecordNames.IMITATION, judged, metrics, beside, Imitation.items(own));
    }
  }

  private static List<Compared> imitate(
      String who, List<Episode> episodes, Policy policy, DemonstrationMaker.Listener listener)
      throws InterruptedException {
    listener.begin(who, episodes.size(), 0);
    return Imitation.run(episodes, policy, done -> listener.step());
  }

  /**
   * Control: E acts in the scenes of the demonstrations; the references act in a fourth of them.
   *
   * @param references whether to measure the references, too; not needed for another arm of a
   *     comparison
   * @param save folder in which to store its rollouts as a set, if any; an unfinished set there is
   *     resumed
   * @param listener called before each actor and after each rollout
   */
  public Result control(
      boolean references, Optional<Path> save, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    EvaluatedRun judged = check();
    List<Episode> scenes = set.readScenes(split);
    try (KeyframePolicy e = KeyframePolicy.load(RunRecord.execution(run))) {
      List<Trial> own =
          save.isPresent()
              ? keep(save.get(), scenes, e, listener)
              : play(judged.arm(), scenes, world -> Rollout.run(world, e), listener);
      List<Metric> beside = references ? references(scenes, e, listener) : List.of();
      List<Metric> metrics = Control.metrics(judged.arm(), own);
      return write(RecordNames.CONTROL, judged, metrics, beside, Control.items(own));
    }
  }

  private List<Metric> references(
      List<Episode> scenes, KeyframePolicy e, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    NearestNeighbour nearest = new NearestNeighbour(set.readSteps(Split.TRAIN));
    Policy blanked = Imitation.blanked(e);
    Map<String, Function<World, Rollout>> others = new LinkedHashMap<>();
    others.put("expert", Rollout::demonstrate);
    others.put("nearest demonstration", nearest::play);
    others.put("told nothing", world -> Rollout.run(world, blanked));
    others.put("random keyframes", world -> Rollout.run(world, new RandomPolicy(world.seed())));
    List<Metric> metrics = new ArrayList<>();
    for (Map.Entry<String, Function<World, Rollout>> other : others.entrySet()) {
      List<Trial> trials = play(other.getKey(), every(scenes), other.getValue(), listener);
      metrics.addAll(Control.metrics(other.getKey(), trials));
    }
    return metrics;
  }

  static List<Trial> play(
      String who,
      List<Episode> scenes,
      Function<World, Rollout> act,
      DemonstrationMaker.Listener listener)
      throws InterruptedException {
    listener.begin(who, scenes.size(), 0);
    return Control.play(scenes, act, done -> listener.step());
  }

  private List<Trial> keep(
      Path save, List<Episode> scenes, KeyframePolicy e, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    String weights = Sha256.of(RunRecord.execution(run).resolve("weights.safetensors"));
    String name =
        String.format(
            Locale.ROOT,
            "%s, acted by %s (weights %s…)",
            set.profile(),
            name(run),
            weights.substring(0, 8));
    DemonstrationMaker.keep(
        save, name, set.plan(), split, scenes, world -> Rollout.run(world, e), listener);
    return DemonstrationSet.open(save).readSteps(split).stream().map(Trial::of).toList();
  }

  /**
   * Video-conditioned control: {@link WatchThenDoStudy}. The record also holds the recall in the
   * shared space; {@code NAME-tsne.csv} beside it holds a t-SNE projection of that space.
   *
   * @param control {@code control-….csv} of the same E in the same scenes, if measured before;
   *     otherwise E's trials with the instruction are run here
   * @param listener called before each actor and after each rollout
   */
  public Result watchThenDo(Optional<Path> control, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    check();
    try (WatchThenDoStudy study = WatchThenDoStudy.of(run, set)) {
      return watchThenDo(study, control, listener);
    }
  }

  /** The same with a study of this run, which may serve several splits. */
  Result watchThenDo(
      WatchThenDoStudy study, Optional<Path> control, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    EvaluatedRun judged = check();
    WatchThenDoStudy.Findings found = study.measure(split, control, listener);
    found.page().write(RecordNames.beside(out, RecordNames.TSNE));
    return write(
        RecordNames.WATCH_THEN_DO, judged, found.metrics(), found.references(), found.items());
  }

  /** Every fourth element, for references. */
  static <T> List<T> every(List<T> all) {
    return IntStream.range(0, all.size()).filter(i -> i % SHARE == 0).mapToObj(all::get).toList();
  }

  /** Checks that the split has episodes, and returns the run. */
  private EvaluatedRun check() throws IOException {
    EvaluatedRun judged = EvaluatedRun.of(run);
    if (set.count(split) == 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has no episodes of %s; choose another --split, or another set",
              set.path(),
              split.label()));
    }
    Folder.create(out.toAbsolutePath().getParent()); // to fail before the work, not after it
    return judged;
  }

  private Result write(
      String kind,
      EvaluatedRun judged,
      List<Metric> metrics,
      List<Metric> references,
      CsvTable items)
      throws IOException {
    Result result = judged.result(kind, set.checksum(), split.label(), metrics, references);
    result.write(out);
    items.write(RecordNames.beside(out, RecordNames.ITEMS));
    return result;
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
