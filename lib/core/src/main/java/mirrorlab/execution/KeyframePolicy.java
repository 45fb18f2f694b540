package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Encoder;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;
import mirrorlab.files.Folder;
import mirrorlab.files.JsonFile;
import mirrorlab.nn.Autograd;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.Vocabulary;
import mirrorlab.nn.Weights;

/**
 * E: chooses the next keyframe from three virtual views of the scene and the instruction, with the
 * structure of ARP (autoregressive policy, Zhang et al., 2024).
 *
 * <pre>
 *   4 RGB-D views ─► point cloud ─► 3 views of the table (3, 10, H, W) ─► coarse ─► 3 heatmaps ─► point
 *                         └───────► 3 views of a cube below that point ─► fine ───► 3 heatmaps ─► point
 *   instruction ─► words (L, D) ────────────────────────────────────────► both         │ features at it
 *   proprioception (12) ────────────────────────────────────────────────► both         ▼
 *                                       rotation x ─► y ─► z ─► gripper ─► ignore collisions
 * </pre>
 *
 * <p>A stage relates its image tokens within each view, then with all views, the words and the
 * robot's state ({@link SceneEncoder}); a query attends to each view to find the point ({@link
 * CrossLayer}); the action's tokens are chosen one after another ({@link ActionDecoder}). The loss
 * is that of {@link ImitationTraining}.
 *
 * <p>Differences from ARP in all sizes:
 *
 * <ul>
 *   <li>The point is the soft mean around the largest cell of the three heatmaps' summed logits
 *       ({@link Heatmaps}). ARP takes the largest cell of the mean of the views' probabilities,
 *       which is another point in 11 % of toy scenes.
 *   <li>Labels of the point have σ = 1 pixel (1.5 in ARP). Angles have soft labels and are decoded
 *       as a soft mean of classes ({@link Rotation}); in ARP both are one class. An angle that is
 *       an input is a learnt embedding instead of a sinusoidal one.
 *   <li>The words and the robot's state modulate the views from the first convolution on (FiLM), in
 *       addition to being tokens: with tokens alone a small model chooses the wrong object for a
 *       long time. The state is a separate token instead of being concatenated to every image
 *       token, and it includes the gripper's pose, which shows the progress of the task.
 *   <li>Words are learnt from scratch; there is no CLIP. There is no dropout: a short training does
 *       not see a keyframe often enough to memorise it.
 *   <li>The fine stage's cube lies below the point instead of around it ({@link Crop#below}), its
 *       top view extends down to the table ({@link VirtualViews}), the action also reads each
 *       view's whole map with fewer channels, and the yaw is decoded from polar samples around the
 *       point ({@link YawHead}): so a small model learns to align the gripper with the object below
 *       it.
 *   <li>The query's result is also an input of the action. Ranges of motion and of noise are those
 *       of {@link Se3Augmentation} and {@link Batch}: scenes are turned by up to 8° (45° in ARP),
 *       and colours have no noise. Keyframes that move the gripper to another place are drawn more
 *       often ({@link ImitationTraining}); the optimiser is AdamW instead of LAMB.
 * </ul>
 *
 * <p>Differences in {@link PolicySize#mini mini} alone: a convolutional stem instead of patches,
 * whose maps are skip connections of the decoder, and pixel shuffles instead of convex upsampling:
 * a small model is precise to a third of a pixel, and faster. Its fine stage has no layers within a
 * view, a norm follows the trunk's last layer, and the modulation of {@link CrossLayer} does not
 * start at 0.
 *
 * <p>Acting is thread-safe.
 */
public final class KeyframePolicy implements Policy, Encoder, AutoCloseable {
  /** The representation that is compared by default. */
  public static final String SCENE_COARSE = "scene.coarse";

  /** The representation of the instruction alone, without the scene. */
  public static final String LANGUAGE = "language";

  private static final String LAYER = "scene.layer";
  private static final String SCENE_FINE = "scene.fine";
  private static final String PROMPT = "action.prompt";

  private record Model(PolicySize size, Vocabulary vocabulary) {}

  private final PolicySize size;
  private final Vocabulary vocabulary;
  private final Parameters parameters;
  private final LanguageEncoder language;
  private final SceneEncoder coarse;
  private final SceneEncoder fine;
  private final ActionDecoder decoder;

  /** An untrained policy that reads the given vocabulary. */
  public KeyframePolicy(PolicySize size, Vocabulary vocabulary, long seed) {
    this.size = size;
    this.vocabulary = vocabulary;
    parameters = new Parameters(seed);
    language = new LanguageEncoder(parameters.at("language"), size, vocabulary);
    List<CrossLayer> crossLayers = new ArrayList<>();
    for (int i = 0; i < size.crossLayers(); i++) {
      Parameters layer = parameters.at("cross").at("layer" + i);
      crossLayers.add(new CrossLayer(layer, size.width(), size.heads(), size.isPublished()));
    }
    coarse = new SceneEncoder(parameters.at("coarse"), size, size.coarse(), crossLayers);
    fine = new SceneEncoder(parameters.at("fine"), size, size.fine(), crossLayers);
    decoder = new ActionDecoder(parameters.at("action"), size);
  }

  /** The policy's dimensions. */
  public PolicySize size() {
    return size;
  }

  /** The vocabulary of its instructions. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** All weights. */
  public Parameters parameters() {
    return parameters;
  }

  LanguageEncoder language() {
    return language;
  }

  SceneEncoder coarse() {
    return coarse;
  }

  SceneEncoder fine() {
    return fine;
  }

  ActionDecoder decoder() {
    return decoder;
  }

  @Override
  public Keyframe act(Observation observation, String instruction) {
    return Autograd.infer(() -> choose(look(observation, instruction)));
  }

  /** Chooses as {@link #act} does, and also returns each stage's views and heatmaps. */
  public Decision decide(Observation observation, String instruction) {
    return Autograd.infer(
        () -> {
          Look look = look(observation, instruction);
          return new Decision(look.coarse.shown(), look.fine.shown(), choose(look));
        });
  }

  /**
   * A stage's input and output.
   *
   * @param views crop and size of its views
   * @param numbers of the views, 3×10×H×W
   * @param scene its features
   */
  private record Stage(VirtualViews views, float[] numbers, SceneFeatures scene) {
    /** The point of its heatmaps: x, y, z in metres. */
    double[] place() {
      return views.world(Heatmaps.peak(scene.heatmaps().toFloatArray(), 0, views.size()));
    }

    Decision.Look shown() {
      NDArray flat = scene.heatmaps().reshape(3, -1).softmax(1);
      return new Decision.Look(views, numbers, flat.toFloatArray());
    }
  }

  /**
   * Both stages of one keyframe.
   *
   * @param coarse the whole table
   * @param fine the cube below the coarse point
   * @param place the gripper's target: x, y, z in metres
   * @param prompt tokens from which the action is decoded
   * @param yaw logits of the yaw
   */
  private record Look(Stage coarse, Stage fine, double[] place, NDArray prompt, NDArray yaw) {}

  /** One instruction, encoded for B scenes. */
  private LanguageEncoder.Read read(String instruction, int b) {
    NDArray ids = indices(vocabulary.encode(instruction));
    return language.forward(ids.repeat(0, b));
  }

  private Look look(Observation observation, String instruction) {
    PointCloud cloud = PointCloud.of(observation);
    LanguageEncoder.Read read = read(instruction, 1);
    Stage table = see(coarse, size.crop(), cloud, observation, read);
    Crop cube = Crop.below(table.place(), size.closer());
    Stage closer = see(fine, cube, cloud, observation, read);
    double[] place = closer.place();
    float[] rings = new float[VirtualViews.RING_CHANNELS * Rotation.BINS];
    closer.views.rings(closer.numbers, 0, place[0], place[1], rings, 0);
    return new Look(
        table,
        closer,
        place,
        decoder.prompt(closer.scene, at(closer.views, place)),
        decoder.yaw(closer.scene, rings));
  }

  private Stage see(
      SceneEncoder encoder,
      Crop crop,
      PointCloud cloud,
      Observation observation,
      LanguageEncoder.Read read) {
    VirtualViews views = new VirtualViews(crop, size.pixels());
    float[] numbers = views.render(cloud);
    float[] felt = new float[SceneEncoder.STATE];
    Batch.describe(observation.proprioception(), crop, felt, 0);
    return new Stage(views, numbers, encoder.forward(numbers, read, felt));
  }

  /** Chooses the action's tokens one after another. */
  private Keyframe choose(Look look) {
    double[] angles = new double[3];
    int[] given = new int[3];
    boolean ignoreCollisions = false;
    for (int k = 0; k < 3; k++) {
      List<NDArray> logits = decoder.forward(look.prompt, look.yaw, indices(given));
      angles[k] = Rotation.angle(logits.get(k).toFloatArray(), 0);
      if (k == 0) { // the gripper does not see the rotation
        given[2] = second(logits.get(3));
      } else { // and the collision flag sees only the gripper
        ignoreCollisions = second(logits.get(4)) == 1;
      }
      if (k < 2) {
        given[k] = Rotation.bin(angles[k]);
      }
    }
    return new Keyframe(Rotation.pose(look.place, angles), given[2] == 1, ignoreCollisions);
  }

  private static int second(NDArray logits) {
    float[] two = logits.toFloatArray();
    return two[1] > two[0] ? 1 : 0;
  }

  @Override
  public List<String> layers() {
    List<String> layers = coarseLayers();
    layers.addAll(List.of(SCENE_FINE, PROMPT));
    return layers;
  }

  /** The layers of the coarse stage alone. */
  private List<String> coarseLayers() {
    List<String> layers = new ArrayList<>();
    layers.add(LANGUAGE);
    for (int i = 0; i < size.coarse().view() + size.coarse().joint(); i++) {
      layers.add(LAYER + i);
    }
    layers.add(SCENE_COARSE);
    return layers;
  }

  /**
   * The policy's representations of N episodes by layer: N rows per layer, each the mean over an
   * episode's keyframes.
   *
   * <p>Image tokens are averaged over each view and the views concatenated (3 times their width);
   * words are summed (D); the action's prompt tokens are concatenated (12D).
   *
   * @param episodes of at least one keyframe
   * @param layers {@code language}; {@code scene.layer{i}} (from 0) of the coarse stage's trunk;
   *     {@code scene.coarse} and {@code scene.fine} (the trunks' outputs); or {@code action.prompt}
   */
  @Override
  public Map<String, float[][]> represent(List<Episode> episodes, List<String> layers)
      throws InterruptedException {
    layers.forEach(this::check);
    List<Map<String, float[]>> means =
        AllCores.map(episodes, episode -> represent(episode, layers), done -> {});
    Map<String, float[][]> rows = new LinkedHashMap<>();
    for (String layer : layers) {
      rows.put(layer, means.stream().map(mean -> mean.get(layer)).toArray(float[][]::new));
    }
    return rows;
  }

  /** The policy's representation of one keyframe at one layer. */
  public float[] represent(Observation observation, String instruction, String layer) {
    check(layer);
    return Autograd.infer(
        () -> states(List.of(observation), instruction, List.of(layer)).get(layer).toFloatArray());
  }

  private void check(String layer) {
    if (!layers().contains(layer)) {
      throw new IllegalArgumentException("no layer " + layer + "; there are " + layers());
    }
  }

  private Map<String, float[]> represent(Episode episode, List<String> layers) {
    if (episode.steps().isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s, variation %d, seed %d: an episode without keyframes has no representation",
              episode.task(),
              episode.variation(),
              episode.seed()));
    }
    List<Observation> seen = episode.steps().stream().map(Step::observation).toList();
    return Autograd.infer(
        () -> {
          Map<String, float[]> means = new HashMap<>();
          states(seen, episode.instruction(), layers)
              .forEach((layer, rows) -> means.put(layer, rows.mean(new int[] {0}).toFloatArray()));
          return means;
        });
  }

  /**
   * The representations at the layers, one row per keyframe; the later stages run only if needed.
   */
  private Map<String, NDArray> states(
      List<Observation> seen, String instruction, List<String> layers) {
    VirtualViews table = new VirtualViews(size.crop(), size.pixels());
    float[] numbers = new float[seen.size() * table.length()];
    float[] felt = new float[seen.size() * SceneEncoder.STATE];
    for (int i = 0; i < seen.size(); i++) {
      PointCloud cloud = PointCloud.of(seen.get(i));
      table.render(cloud, Se3Augmentation.NONE, numbers, i * table.length());
      Batch.describe(seen.get(i).proprioception(), table.crop(), felt, i * SceneEncoder.STATE);
    }
    Map<String, NDArray> states =
        new HashMap<>(states(numbers, felt, read(instruction, seen.size())));
    if (!states.keySet().containsAll(layers)) {
      List<Look> looks = seen.stream().map(one -> look(one, instruction)).toList();
      states.put(
          SCENE_FINE, rows(looks, look -> SceneFeatures.overViews(look.fine.scene.tokens())));
      states.put(PROMPT, rows(looks, Look::prompt));
    }
    states.keySet().retainAll(layers);
    return states;
  }

  /**
   * The coarse stage's representation of B scenes at one layer, recorded so that a loss on it can
   * be differentiated.
   *
   * @param layer {@code language}, {@code scene.layer{i}} or {@code scene.coarse}
   * @return (B, width of the layer)
   */
  NDArray represent(Scenes scenes, String layer) {
    width(layer); // checks the name
    long b = scenes.size();
    LanguageEncoder.Read read =
        language.forward(
            Tensors.of(parameters.manager(), scenes.words(), b, scenes.words().length / b));
    return states(scenes.views(), scenes.robot(), read).get(layer);
  }

  /** The width of a representation at a layer of the coarse stage. */
  public int width(String layer) {
    if (!coarseLayers().contains(layer)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' is not a layer of E's coarse stage; there are %s",
              layer,
              coarseLayers()));
    }
    return layer.equals(LANGUAGE)
        ? size.width()
        : 3 * (layer.equals(SCENE_COARSE) ? size.width() : size.trunk());
  }

  /** The coarse stage's representations of B scenes, by layer. */
  private Map<String, NDArray> states(float[] views, float[] robot, LanguageEncoder.Read read) {
    Map<String, NDArray> states = new HashMap<>();
    SceneEncoder.Related scenes = coarse.relate(views, read, robot);
    states.put(LANGUAGE, read.meaning());
    for (int i = 0; i < scenes.layers().size(); i++) {
      states.put(LAYER + i, SceneFeatures.overViews(scenes.layers().get(i)));
    }
    states.put(SCENE_COARSE, SceneFeatures.overViews(scenes.tokens()));
    return states;
  }

  private static NDArray rows(List<Look> looks, Function<Look, NDArray> state) {
    return NDArrays.stack(
        looks.stream()
            .map(look -> state.apply(look).flatten())
            .collect(Collectors.toCollection(NDList::new)));
  }

  /** The point in each view, column and row from 0 to 1: (1, 3, 2). */
  private NDArray at(VirtualViews views, double[] place) {
    float[] points = views.project(new Pose(place[0], place[1], place[2], 0, 0, 0, 1));
    for (int i = 0; i < points.length; i++) {
      points[i] /= size.pixels();
    }
    return Tensors.of(parameters.manager(), points, 1, 3, 2);
  }

  private NDArray indices(int[] ids) {
    return Tensors.of(parameters.manager(), ids, 1, ids.length);
  }

  /** Writes the policy into a directory: {@code model.json} and {@code weights.safetensors}. */
  public void save(Path directory) throws IOException {
    Folder.create(directory);
    JsonFile.write(directory.resolve("model.json"), new Model(size, vocabulary));
    Weights.save(directory.resolve("weights.safetensors"), parameters.all());
  }

  /** Reads a policy that {@link #save} wrote. */
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
