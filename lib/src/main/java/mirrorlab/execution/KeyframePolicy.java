package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mirrorlab.data.Episode;
import mirrorlab.data.Step;
import mirrorlab.files.JsonFile;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;
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
 * <p>It departs from ARP in this:
 *
 * <ul>
 *   <li>The words and the robot's state modulate the views from the first convolution on (FiLM),
 *       beside being tokens: with tokens alone a small model long chooses the wrong object.
 *   <li>A convolutional stem in place of 14×14 patches, and its maps again on the way up with pixel
 *       shuffles in place of convex upsampling: a small model is precise to a third of a pixel.
 *   <li>One query token, which passes through the joint layers, asks for the point in all views,
 *       where ARP has cross-attention layers for it; it is a seventh prompt of the action as well.
 *   <li>Words are learnt from nothing; there is no CLIP. The robot's state also holds the gripper's
 *       pose, from which it is seen how far the task has come.
 *   <li>One stage: no second, closer look around the point. Ranges of motion and of noise are those
 *       of {@link SceneMotion} and {@link Batch}.
 * </ul>
 *
 * <p>Acting is safe in several threads at once.
 */
public final class KeyframePolicy implements Policy, AutoCloseable {
  /** The representation that is compared by default. */
  public static final String SCENE_COARSE = "scene.coarse";

  private record Model(PolicySize size, Vocabulary vocabulary) {}

  private final PolicySize size;
  private final Vocabulary vocabulary;
  private final Parameters parameters;
  private final VirtualViews views;
  private final SceneEncoder encoder;
  private final ActionDecoder decoder;

  /** An untrained policy that reads the given vocabulary. */
  public KeyframePolicy(PolicySize size, Vocabulary vocabulary, long seed) {
    this.size = size;
    this.vocabulary = vocabulary;
    parameters = new Parameters(seed);
    views = new VirtualViews(size.crop(), size.pixels());
    encoder = new SceneEncoder(parameters.at("scene"), size, vocabulary);
    decoder = new ActionDecoder(parameters.at("action"), size);
  }

  /** The sizes. */
  public PolicySize size() {
    return size;
  }

  /** The words it reads. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** All that is learnt. */
  public Parameters parameters() {
    return parameters;
  }

  SceneEncoder encoder() {
    return encoder;
  }

  ActionDecoder decoder() {
    return decoder;
  }

  @Override
  public Keyframe act(Observation observation, String instruction) {
    return Autograd.infer(
        () -> {
          SceneFeatures scene = see(observation, instruction);
          double[] place = place(scene);
          return choose(decoder.prompt(scene, at(place)), place);
        });
  }

  /** Where the heatmaps say: x, y, z in metres. */
  private double[] place(SceneFeatures scene) {
    return views.world(Heatmaps.peak(scene.heatmaps().toFloatArray(), 0, size.pixels()));
  }

  /** Chooses the action's tokens one after another. */
  private Keyframe choose(NDArray prompt, double[] place) {
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
    return new Keyframe(Rotation.pose(place, angles), given[3] == 1, ignoreCollisions);
  }

  private static int second(NDArray logits) {
    float[] two = logits.toFloatArray();
    return two[1] > two[0] ? 1 : 0;
  }

  /** The names of what {@link #represent} gives. */
  public List<String> taps() {
    List<String> taps = new ArrayList<>();
    taps.add("language");
    for (int i = 0; i < size.viewLayers() + size.jointLayers(); i++) {
      taps.add("scene.layer" + i);
    }
    taps.add(SCENE_COARSE);
    taps.add("action.prompt");
    return taps;
  }

  /**
   * What the policy holds of one keyframe at one place.
   *
   * <p>Image tokens are averaged over each view and the views laid side by side (3D numbers); words
   * are summed (D); the features that the action is read from are laid side by side (7D).
   *
   * @param tap {@code language}, {@code scene.layer{i}} (from 0), {@code scene.coarse} (after the
   *     last layer's normalisation) or {@code action.prompt}
   */
  public float[] represent(Observation observation, String instruction, String tap) {
    int index = taps().indexOf(tap);
    if (index < 0) {
      throw new IllegalArgumentException("no tap " + tap + "; there are " + taps());
    }
    return Autograd.infer(
        () -> {
          SceneFeatures scene = see(observation, instruction);
          NDArray prompt = decoder.prompt(scene, at(place(scene)));
          return states(scene, prompt).get(index).toFloatArray();
        });
  }

  /** As for a keyframe, the mean over those of each of N episodes: N rows. */
  public float[][] represent(List<Episode> episodes, String tap) {
    return episodes.stream().map(episode -> represent(episode, tap)).toArray(float[][]::new);
  }

  private float[] represent(Episode episode, String tap) {
    float[] mean = new float[0];
    for (Step step : episode.steps()) {
      float[] one = represent(step.observation(), episode.instruction(), tap);
      mean = Arrays.copyOf(mean, one.length);
      for (int i = 0; i < one.length; i++) {
        mean[i] += one[i] / episode.steps().size();
      }
    }
    return mean;
  }

  /** What is at each tap, (B, its width). */
  private NDList states(SceneFeatures scene, NDArray prompt) {
    NDList states = new NDList(scene.language());
    scene.layers().forEach(tokens -> states.add(overViews(tokens)));
    states.add(overViews(scene.coarse()));
    states.add(prompt.reshape(prompt.getShape().get(0), -1));
    return states;
  }

  private NDArray overViews(NDArray tokens) {
    long batch = tokens.getShape().get(0);
    return tokens
        .reshape(batch, 3, size.tokens(), size.width())
        .mean(new int[] {2})
        .reshape(batch, 3L * size.width());
  }

  private SceneFeatures see(Observation observation, String instruction) {
    NDManager manager = parameters.manager();
    float[] seen = views.render(PointCloud.of(observation));
    float[] felt = new float[SceneEncoder.STATE];
    Batch.describe(observation.proprioception(), size.crop(), felt, 0);
    int pixels = size.pixels();
    return encoder.forward(
        Tensors.of(manager, seen, 1, 3, VirtualViews.CHANNELS, pixels, pixels),
        indices(vocabulary.encode(instruction), 1),
        Tensors.of(manager, felt, 1, felt.length));
  }

  private NDArray at(double[] place) {
    float[] points = views.project(place);
    for (int i = 0; i < points.length; i++) {
      points[i] /= size.pixels();
    }
    return Tensors.of(parameters.manager(), points, 1, 3, 2);
  }

  private NDArray indices(int[] ids, long rows) {
    return Tensors.of(parameters.manager(), ids, rows, ids.length / rows);
  }

  /** Writes the policy into a directory: {@code model.json} and {@code weights.safetensors}. */
  public void save(Path directory) throws IOException {
    Files.createDirectories(directory);
    JsonFile.write(directory.resolve("model.json"), new Model(size, vocabulary));
    Weights.save(directory.resolve("weights.safetensors"), parameters.all());
  }

  /** Reads what {@link #save} wrote. */
  public static KeyframePolicy load(Path directory) throws IOException {
    Model model = JsonFile.read(directory.resolve("model.json"), Model.class);
    KeyframePolicy policy = new KeyframePolicy(model.size(), model.vocabulary(), 0);
    Weights.load(directory.resolve("weights.safetensors"), policy.parameters.all());
    return policy;
  }

  /** Frees the weights; the policy cannot be used any more. */
  @Override
  public void close() {
    parameters.close();
  }
}
