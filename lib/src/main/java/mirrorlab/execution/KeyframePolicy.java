package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Vocabulary;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Observation;
import mirrorlab.world.Policy;

/**
 * E: looks at the scene from three virtual sides, reads the instruction, and chooses the next
 * keyframe, with the structure of ARP (autoregressive policy).
 *
 * <pre>
 *   4 RGB-D views ─► point cloud ─► 3 virtual views (3, 10, H, W) ─┐
 *   instruction ─► words (L) ──────────────────────────────────────┼─► tokens ─► 3 heatmaps ─► point
 *   proprioception (12) ───────────────────────────────────────────┘      └──── features at it
 *                                   rotation x ─► y ─► z ─► gripper ─► collision ◄─────┘
 * </pre>
 *
 * <p>What differs from ARP, and why:
 *
 * <ul>
 *   <li>The words and the robot's state modulate the views from the first convolution on (FiLM),
 *       beside being tokens: with tokens alone a small model chooses the wrong object far longer.
 *   <li>A convolutional stem in place of 14×14 patches, and its maps again on the way up (skips and
 *       pixel shuffle in place of convex upsampling): precise to a third of a pixel at 64×64.
 *   <li>One query token, which goes through the joint layers, asks for the point in all views,
 *       where ARP has cross-attention layers of their own; it is also a seventh prompt of the
 *       action.
 *   <li>Words are embedded from nothing; there is no CLIP. The robot's state holds its gripper's
 *       pose, which ARP leaves out: one sees from it how far the task has come.
 *   <li>One stage: no second, zoomed look around the point.
 * </ul>
 *
 * <p>Acting is safe in several threads at once.
 */
public final class KeyframePolicy implements Policy, AutoCloseable {
  private final ExecutionConfig config;
  private final Vocabulary vocabulary;
  private final Parameters parameters;
  private final VirtualViews views;
  private final SceneEncoder encoder;
  private final ActionDecoder decoder;

  /** An untrained policy that reads the given vocabulary. */
  public KeyframePolicy(ExecutionConfig config, Vocabulary vocabulary, long seed) {
    this.config = config;
    this.vocabulary = vocabulary;
    parameters = new Parameters(seed);
    views = new VirtualViews(config.crop(), config.pixels());
    encoder = new SceneEncoder(parameters.at("scene"), config, vocabulary);
    decoder = new ActionDecoder(parameters.at("action"), config);
  }

  /** The sizes. */
  public ExecutionConfig config() {
    return config;
  }

  /** The words it reads. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** All that is learnt. */
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Keyframe act(Observation observation, String instruction) {
    return Autograd.infer(
        () -> {
          SceneFeatures scene = see(observation, instruction);
          double[] place = Heatmaps.peak(scene.heatmaps().toFloatArray(), 0, config.pixels());
          double[] world = views.world(place);
          NDArray prompt = decoder.prompt(scene, at(world));
          return choose(prompt, world);
        });
  }

  /** Chooses the action's tokens one after another. */
  private Keyframe choose(NDArray prompt, double[] world) {
    double[] angles = new double[3];
    int[] given = new int[4];
    boolean ignoreCollisions = false;
    for (int k = 0; k < 3; k++) {
      List<NDArray> logits = decoder.forward(prompt, indices(given, 1));
      angles[k] = Rotation.angle(logits.get(k).toFloatArray(), 0);
      given[k] = Rotation.bin(angles[k]);
      if (k == 0) { // the gripper does not look at the rotation
        given[3] = second(logits.get(3));
      } else { // and the collision flag only at the gripper
        ignoreCollisions = second(logits.get(4)) == 1;
      }
    }
    return new Keyframe(Rotation.pose(world, angles), given[3] == 1, ignoreCollisions);
  }

  private static int second(NDArray logits) {
    float[] two = logits.toFloatArray();
    return two[1] > two[0] ? 1 : 0;
  }

  /**
   * What a tap says of one keyframe.
   *
   * @param tap {@code language}, {@code scene.layer1} …, {@code scene.coarse}, {@code
   *     action.prompt}
   */
  public float[] represent(String tap, Observation observation, String instruction) {
    return Autograd.infer(
        () -> {
          SceneFeatures scene = see(observation, instruction);
          double[] place = Heatmaps.peak(scene.heatmaps().toFloatArray(), 0, config.pixels());
          Map<String, NDArray> taps = taps(scene, decoder.prompt(scene, at(views.world(place))));
          if (!taps.containsKey(tap)) {
            throw new IllegalArgumentException(
                "there is no tap '" + tap + "'; the taps are " + taps.keySet());
          }
          return taps.get(tap).toFloatArray();
        });
  }

  /** What a tap says of an episode: the mean over its keyframes. */
  public float[] represent(String tap, Episode episode) {
    float[] mean = null;
    for (Step step : episode.steps()) {
      float[] one = represent(tap, step.observation(), episode.instruction());
      mean = mean == null ? new float[one.length] : mean;
      for (int i = 0; i < one.length; i++) {
        mean[i] += one[i] / episode.steps().size();
      }
    }
    return mean;
  }

  /**
   * The places at which a representation can be read, each (B, its width).
   *
   * <p>Image tokens are averaged over each view and the three views laid side by side, (B, 3D);
   * words are averaged, (B, D); the prompts of the action are laid side by side, (B, 7D).
   */
  private Map<String, NDArray> taps(SceneFeatures scene, NDArray prompt) {
    Map<String, NDArray> taps = new LinkedHashMap<>();
    taps.put("language", scene.language().mean(new int[] {1}));
    for (int i = 0; i < scene.layers().size(); i++) {
      taps.put("scene.layer" + (i + 1), overViews(scene.layers().get(i)));
    }
    taps.put("scene.coarse", overViews(scene.coarse()));
    taps.put("action.prompt", prompt.reshape(prompt.getShape().get(0), -1));
    return taps;
  }

  private NDArray overViews(NDArray tokens) {
    long batch = tokens.getShape().get(0);
    return tokens
        .reshape(batch, 3, config.tokens(), config.width())
        .mean(new int[] {2})
        .reshape(batch, 3L * config.width());
  }

  private SceneFeatures see(Observation observation, String instruction) {
    NDManager manager = parameters.manager();
    float[] seen = views.render(PointCloud.of(observation));
    float[] felt = new float[SceneEncoder.STATE];
    Batch.describe(observation.proprioception(), config.crop(), felt, 0);
    int size = config.pixels();
    return encoder.forward(
        manager.create(seen, new Shape(1, 3, VirtualViews.CHANNELS, size, size)),
        indices(vocabulary.encode(instruction), 1),
        manager.create(felt, new Shape(1, felt.length)));
  }

  private NDArray at(double[] world) {
    float[] points = views.project(world);
    for (int i = 0; i < points.length; i++) {
      points[i] /= config.pixels();
    }
    return parameters.manager().create(points, new Shape(1, 3, 2));
  }

  private NDArray indices(int[] ids, long rows) {
    return parameters.manager().create(ids, new Shape(rows, ids.length / rows));
  }

  /** The parts of the loss on a batch, each a mean over the batch. */
  Map<String, NDArray> losses(Batch batch) {
    NDManager manager = parameters.manager();
    long b = batch.size();
    int size = config.pixels();
    SceneFeatures scene =
        encoder.forward(
            manager.create(batch.views(), new Shape(b, 3, VirtualViews.CHANNELS, size, size)),
            indices(batch.words(), b),
            manager.create(batch.robot(), new Shape(b, SceneEncoder.STATE)));
    NDArray prompt = decoder.prompt(scene, manager.create(batch.points(), new Shape(b, 3, 2)));
    List<NDArray> logits = decoder.forward(prompt, indices(batch.given(), b));
    Map<String, NDArray> losses = new LinkedHashMap<>();
    losses.put("point", crossEntropy(scene.heatmaps().reshape(3 * b, -1), batch.heatmaps()));
    for (int k = 0; k < logits.size(); k++) {
      losses.put(ActionDecoder.NAMES.get(k), crossEntropy(logits.get(k), batch.actions()[k]));
    }
    return losses;
  }

  /** {@code −Σ label · log softmax(logits)}, a mean over the rows. */
  private NDArray crossEntropy(NDArray logits, float[] labels) {
    NDArray wanted = logits.getManager().create(labels, logits.getShape());
    return logits.logSoftmax(1).mul(wanted).sum().mul(-1f / logits.getShape().get(0));
  }

  /** Frees the weights; the policy cannot be used any more. */
  @Override
  public void close() {
    parameters.close();
  }
}
