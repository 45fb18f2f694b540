package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mirrorlab.alignment.Labels;
import mirrorlab.alignment.Pairs;
import mirrorlab.alignment.Probe;
import mirrorlab.data.Episode;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.SpontaneousAlignment;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import mirrorlab.evaluation.Withheld;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.world.Image;
import mirrorlab.world.Outcome;

/**
 * How far two frozen encoders align, with all that the number must be read beside.
 *
 * <p>Each arm has its own maps, trained on the training episodes as that arm's encoders represent
 * them, and the same measures without maps:
 *
 * <table>
 *   <caption>arms</caption>
 *   <tr><td>baseline or aligned<td>the encoders
 *   <tr><td>shuffled pairs<td>maps that learnt from wrong pairs
 *   <tr><td>untrained U, untrained E, untrained encoders<td>fresh weights
 *   <tr><td>E told nothing, E sees nothing<td>without the instruction; without the scene
 *   <tr><td>untrained E told nothing<td>what a scene gives away to fresh weights
 *   <tr><td>E's language alone<td>what E read, before it saw anything: knows the instruction
 *   <tr><td>U's first frame alone<td>without motion
 *   <tr><td>E told otherwise<td>another instruction of the task; judged by the scene
 *   <tr><td>E told otherwise, by what it was told<td>the same, judged by the instruction
 *   <tr><td>chance<td>a similarity that tells nothing
 * </table>
 */
public final class ProbeStudy {
  /** The controls in which E is told another instruction of the task, as judged by the scene. */
  public static final String OTHERWISE = "E told otherwise";

  /** The same, judged by what it was told. */
  public static final String BY_WORD = "E told otherwise, by what it was told";

  private static final Probe.Settings SETTINGS = Probe.Settings.DEFAULT;

  private static final String OWN = "trained";
  private static final String FRESH = "untrained";
  private static final String STILL = "first frame";
  private static final String TOLD_NOTHING = "told nothing";
  private static final String FRESH_TOLD_NOTHING = "untrained, told nothing";
  private static final String SEES_NOTHING = "sees nothing";
  private static final String LANGUAGE = "language";

  /**
   * Whose representations an arm compares.
   *
   * @param u variant of U
   * @param e variant of E in training the maps
   * @param tested variant of E in the gallery
   */
  private record Arm(String name, String u, String e, String tested) {
    Arm(String name, String u, String e) {
      this(name, u, e, e);
    }
  }

  private static final List<Arm> CONTROLS =
      List.of(
          new Arm("untrained U", FRESH, OWN),
          new Arm("untrained E", OWN, FRESH),
          new Arm("untrained encoders", FRESH, FRESH),
          new Arm("E told nothing", OWN, TOLD_NOTHING),
          new Arm("untrained E told nothing", OWN, FRESH_TOLD_NOTHING),
          new Arm("E sees nothing", OWN, SEES_NOTHING),
          new Arm("E's language alone", OWN, LANGUAGE),
          new Arm("U's first frame alone", STILL, OWN),
          new Arm(OTHERWISE, OWN, OWN, OTHERWISE));

  private final Encoders trained;
  private final Encoders fresh;
  private final Arm own;
  private final long seed;

  /**
   * A study of two encoders.
   *
   * @param arm their name in records
   * @param fresh untrained ones of the same sizes
   * @param seed of the maps, the permutations and the bootstrap
   */
  public ProbeStudy(String arm, Encoders trained, Encoders fresh, long seed) {
    this.trained = trained;
    this.fresh = fresh;
    this.seed = seed;
    own = new Arm(arm, OWN, OWN);
  }

  /**
   * Where the encoders are asked.
   *
   * @param episodes the gallery, such as a test split
   * @param rollouts what E did itself in the same scenes, for successes against failures; may be
   *     none
   */
  public record Gallery(List<Episode> episodes, List<Episode> rollouts) {}

  /** Episodes as the variants of both encoders represent them. */
  private record Represented(Map<String, float[][]> u, Map<String, float[][]> e, Labels labels) {

    Pairs pairs(String u, String e) {
      return new Pairs(this.u.get(u), this.e.get(e), labels);
    }
  }

  /** A gallery, with what was measured there. */
  private record Asked(Gallery gallery, Represented represented, List<Metric> metrics) {}

  /**
   * Measures everything.
   *
   * @param train episodes on which maps are trained
   * @param log told what is being done
   * @return what was found in each gallery
   */
  public List<Findings> measure(List<Episode> train, List<Gallery> galleries, Consumer<String> log)
      throws InterruptedException {
    log.accept("representing %d training episodes".formatted(train.size()));
    Represented learnt = represent(train);
    List<Asked> asked = new ArrayList<>();
    for (Gallery gallery : galleries) {
      log.accept("representing %d episodes to be asked about".formatted(gallery.episodes.size()));
      Represented represented = represent(gallery.episodes);
      represented.e.put(OTHERWISE, act(trained, Withheld.rightInstruction(gallery.episodes)));
      asked.add(new Asked(gallery, represented, new ArrayList<>()));
    }
    for (Arm arm : Stream.concat(Stream.of(own), CONTROLS.stream()).toList()) {
      log.accept("maps and measures: " + arm.name);
      try (Probe probe = Probe.train(learnt.pairs(arm.u, arm.e), SETTINGS, seed)) {
        for (Asked gallery : asked) {
          measure(arm, probe, gallery);
        }
      }
    }
    log.accept("maps and measures: " + SpontaneousAlignment.SHUFFLED);
    try (Probe probe = Probe.train(learnt.pairs(OWN, OWN).shuffled(seed), SETTINGS, seed)) {
      for (Asked gallery : asked) {
        Pairs pairs = gallery.represented.pairs(OWN, OWN);
        retrieve(SpontaneousAlignment.SHUFFLED, probe, pairs, gallery);
      }
    }
    return asked.stream().map(this::findings).toList();
  }

  private Findings findings(Asked asked) {
    List<Metric> metrics = new ArrayList<>();
    List<Metric> references = new ArrayList<>();
    asked.metrics.forEach(metric -> (reference(metric.arm()) ? references : metrics).add(metric));
    references.addAll(SpontaneousAlignment.chance(asked.represented.labels));
    return new Findings(metrics, references);
  }

  private static boolean reference(String arm) {
    return arm.equals(SpontaneousAlignment.SHUFFLED)
        || arm.equals(BY_WORD)
        || CONTROLS.stream().anyMatch(control -> control.name.equals(arm));
  }

  private Represented represent(List<Episode> episodes) throws InterruptedException {
    Map<String, float[][]> u = new LinkedHashMap<>();
    u.put(OWN, watch(trained, episodes));
    u.put(FRESH, watch(fresh, episodes));
    u.put(STILL, watch(trained, Withheld.motion(episodes)));
    Map<String, float[][]> both =
        trained
            .execution()
            .represent(episodes, List.of(KeyframePolicy.SCENE_COARSE, KeyframePolicy.LANGUAGE));
    Map<String, float[][]> e = new LinkedHashMap<>();
    e.put(OWN, both.get(KeyframePolicy.SCENE_COARSE));
    e.put(LANGUAGE, both.get(KeyframePolicy.LANGUAGE));
    e.put(FRESH, act(fresh, episodes));
    e.put(TOLD_NOTHING, act(trained, Withheld.instruction(episodes)));
    e.put(FRESH_TOLD_NOTHING, act(fresh, Withheld.instruction(episodes)));
    e.put(SEES_NOTHING, act(trained, Withheld.scene(episodes)));
    return new Represented(u, e, Labels.of(episodes));
  }

  private static float[][] watch(Encoders encoders, List<Episode> episodes)
      throws InterruptedException {
    return encoders.understanding().represent(videos(episodes), VideoTextEncoder.VIDEO_OUT);
  }

  private static float[][] act(Encoders encoders, List<Episode> episodes)
      throws InterruptedException {
    String tap = KeyframePolicy.SCENE_COARSE;
    return encoders.execution().represent(episodes, List.of(tap)).get(tap);
  }

  private static List<List<Image>> videos(List<Episode> episodes) {
    return episodes.stream().map(Episode::video).toList();
  }

  private void measure(Arm arm, Probe probe, Asked asked) throws InterruptedException {
    Represented there = asked.represented;
    Pairs pairs = there.pairs(arm.u, arm.tested);
    retrieve(arm.name, probe, pairs, asked);
    if (arm.name.equals(OTHERWISE)) {
      // The video of the episode from which the instruction came, beside E that was told it.
      int[] others = Withheld.others(asked.gallery.episodes);
      float[][] u = pairs.at(others).understanding();
      Labels told = there.labels.at(others);
      retrieve(BY_WORD, probe, new Pairs(u, pairs.execution(), told), asked);
    }
    if (arm.equals(own)) {
      layers(asked);
      outcomes(probe, asked);
    } else {
      asked.metrics.addAll(
          LayerAlignment.metrics(
              arm.name,
              Map.of(VideoTextEncoder.VIDEO_OUT, pairs.understanding()),
              Map.of(KeyframePolicy.SCENE_COARSE, pairs.execution()),
              there.labels.tasks(),
              seed));
    }
  }

  private void retrieve(String arm, Probe probe, Pairs pairs, Asked asked) {
    asked.metrics.addAll(
        SpontaneousAlignment.metrics(arm, probe.similarity(pairs), pairs.labels(), SETTINGS, seed));
  }

  private void layers(Asked asked) throws InterruptedException {
    VideoTextEncoder u = trained.understanding();
    Map<String, float[][]> watched = new LinkedHashMap<>();
    for (String tap : u.taps()) {
      watched.put(tap, u.represent(videos(asked.gallery.episodes), tap));
    }
    KeyframePolicy e = trained.execution();
    Map<String, float[][]> acted = e.represent(asked.gallery.episodes, e.taps());
    asked.metrics.addAll(
        LayerAlignment.metrics(own.name, watched, acted, asked.represented.labels.tasks(), seed));
  }

  private void outcomes(Probe probe, Asked asked) throws InterruptedException {
    List<Episode> acted =
        asked.gallery.rollouts.stream()
            .filter(episode -> !episode.steps().isEmpty() && !episode.video().isEmpty())
            .toList();
    if (!acted.isEmpty()) {
      Pairs pairs = trained.represent(acted);
      boolean[] success = new boolean[acted.size()];
      for (int i = 0; i < success.length; i++) {
        success[i] = acted.get(i).outcome() == Outcome.SUCCESS;
      }
      asked.metrics.addAll(
          OutcomeAlignment.metrics(probe.similarity(pairs), pairs.labels(), success, seed));
    }
  }
}
