package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Schedule;
import mirrorlab.nn.Seeds;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Trainable;
import mirrorlab.nn.TrainingConfig;

/**
 * Trains E to predict the demonstrated next keyframe (behaviour cloning).
 *
 * <pre>
 *   loss = coarse point + fine point + rotation x + rotation y + rotation z + gripper + collision
 * </pre>
 *
 * <p>Each term is a cross-entropy, with soft labels of the point (a mean over the three heatmaps)
 * and of the angles; the sum is not weighted, as in ARP. A batch takes the tasks in turn, draws a
 * keyframe of each, and moves the whole scene at random. A keyframe that moves the gripper to
 * another place, where the instruction decides the target, is drawn three times as often as one
 * that stays in place: the latter are learnt in the first minute.
 */
public final class ImitationTraining implements Trainable<Batch> {
  private static final int BATCH = 16;
  private static final double ELSEWHERE = 0.06; // metres along the table
  private static final int SHARE = 3;

  private record Drawn(Episode episode, Sample sample) {}

  /**
   * E's outputs for a batch.
   *
   * @param losses parts of the loss by name
   * @param representation {@code scene.coarse} of each keyframe, (B, 3D)
   */
  public record Output(Map<String, NDArray> losses, NDArray representation) {}

  private final KeyframePolicy policy;
  private final List<List<Drawn>> tasks = new ArrayList<>();
  private final int batch;
  private final long seed;

  /**
   * Training of {@code policy} on {@code demonstrations}, with 16 keyframes per step.
   *
   * @param seed of the order and of the augmentation
   */
  public ImitationTraining(KeyframePolicy policy, List<Episode> demonstrations, long seed) {
    this(policy, demonstrations, BATCH, seed);
  }

  ImitationTraining(KeyframePolicy policy, List<Episode> demonstrations, int batch, long seed) {
    this.policy = policy;
    this.batch = batch;
    this.seed = seed;
    Map<String, List<Drawn>> sorted = new TreeMap<>();
    for (Episode episode : demonstrations) {
      int[] words = policy.vocabulary().encode(episode.instruction());
      List<Drawn> task = sorted.computeIfAbsent(episode.task(), name -> new ArrayList<>());
      for (Step step : episode.steps()) {
        Drawn drawn = new Drawn(episode, Sample.of(step, words));
        task.addAll(Collections.nCopies(share(step), drawn));
      }
    }
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("demonstrations: there are none to learn from");
    }
    tasks.addAll(sorted.values());
  }

  /** The training configuration of E mini for the given number of steps. */
  public static TrainingConfig config(long steps) {
    long warmUp = Math.min(500, Math.max(1, steps / 10));
    return new TrainingConfig(new Schedule(1.5e-3, warmUp, steps), 0.01, 1, 0.98);
  }

  private static int share(Step step) {
    Pose from = step.observation().proprioception().gripper();
    Pose to = step.action().pose();
    return Math.hypot(to.x() - from.x(), to.y() - from.y()) > ELSEWHERE ? SHARE : 1;
  }

  @Override
  public Parameters parameters() {
    return policy.parameters();
  }

  @Override
  public Batch batch(long step) {
    return draw(step).batch;
  }

  /**
   * The keyframes of a step.
   *
   * @param episodes the episode of each keyframe
   * @param batch the keyframes as E's input
   */
  public record Draw(List<Episode> episodes, Batch batch) {}

  /** Draws the keyframes of a step: the tasks in turn, of each a random keyframe. */
  public Draw draw(long step) {
    SplittableRandom random = Seeds.at(seed, step);
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      List<Drawn> task = tasks.get((int) Math.floorMod(step * batch + i, (long) tasks.size()));
      drawn.add(task.get(random.nextInt(task.size())));
    }
    List<Sample> samples = drawn.stream().map(Drawn::sample).toList();
    return new Draw(
        drawn.stream().map(Drawn::episode).toList(), Batch.of(samples, policy.size(), random));
  }

  @Override
  public Map<String, NDArray> losses(Batch batch) {
    return see(batch).losses;
  }

  /** Computes a batch's losses and E's representation of its scenes. */
  public Output see(Batch batch) {
    NDManager manager = parameters().manager();
    long b = batch.size();
    LanguageEncoder.Read read =
        policy.language().forward(Tensors.of(manager, batch.words(), b, batch.words().length / b));
    SceneFeatures coarse = see(policy.coarse(), batch.coarse(), read);
    SceneFeatures fine = see(policy.fine(), batch.fine(), read);
    NDArray points = Tensors.of(manager, batch.points(), b, 3, 2);
    NDArray given = Tensors.of(manager, batch.given(), b, batch.given().length / b);
    ActionDecoder decoder = policy.decoder();
    List<NDArray> actions =
        decoder.forward(decoder.prompt(fine, points), decoder.yaw(fine, batch.rings()), given);
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put("coarse point", pointLoss(coarse, batch.coarse()));
    losses.put("fine point", pointLoss(fine, batch.fine()));
    for (int k = 0; k < actions.size(); k++) {
      losses.put(ActionDecoder.NAMES.get(k), crossEntropy(actions.get(k), batch.actions()[k]));
    }
    return new Output(losses, SceneFeatures.overViews(coarse.tokens()));
  }

  /**
   * Scenes before K random keyframes of each of the given episodes, in order, with the episodes'
   * first wording. The episodes need not be in the training set.
   */
  public Scenes scenes(List<Episode> episodes, int keyframes, SplittableRandom random) {
    List<Step> steps = new ArrayList<>();
    for (Episode episode : episodes) {
      for (int k = 0; k < keyframes; k++) {
        steps.add(episode.steps().get(random.nextInt(episode.steps().size())));
      }
    }
    return scenes(steps, episodes, keyframes, random);
  }

  /** The first scene of each of the given episodes, with the episode's first wording. */
  public Scenes beginnings(List<Episode> episodes, SplittableRandom random) {
    return scenes(
        episodes.stream().map(episode -> episode.steps().get(0)).toList(), episodes, 1, random);
  }

  private Scenes scenes(
      List<Step> steps, List<Episode> episodes, int keyframes, SplittableRandom random) {
    List<int[]> words = new ArrayList<>();
    for (Episode episode : episodes) {
      int[] ids = policy.vocabulary().encode(episode.instruction());
      words.addAll(Collections.nCopies(keyframes, ids));
    }
    return Scenes.of(steps, words, policy.size(), random);
  }

  /** The same scenes with no instruction. */
  public Scenes untold(Scenes scenes) {
    return scenes.told(policy.vocabulary().encode(""));
  }

  /**
   * E's representation of B scenes at a layer of its coarse stage ({@link KeyframePolicy#layers}).
   */
  public NDArray represent(Scenes scenes, String layer) {
    return policy.represent(scenes, layer);
  }

  private static SceneFeatures see(
      SceneEncoder encoder, Batch.Stage stage, LanguageEncoder.Read read) {
    return encoder.forward(stage.views(), read, stage.robot());
  }

  private static NDArray pointLoss(SceneFeatures scene, Batch.Stage stage) {
    NDArray heatmaps = scene.heatmaps();
    return crossEntropy(heatmaps.reshape(3 * heatmaps.getShape().get(0), -1), stage.heatmaps());
  }

  /** {@code −Σ label · log softmax(logits)}, averaged over the rows. */
  private static NDArray crossEntropy(NDArray logits, float[] labels) {
    NDArray wanted = Tensors.of(logits.getManager(), labels, logits.getShape().getShape());
    return Tensors.scaled(logits.logSoftmax(1).mul(wanted).sum(), -1.0 / logits.getShape().get(0));
  }
}
