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
 * E: looks at the scene from three virtual sides, reads the instruction, and chooses the next
 * keyframe, with the structure of ARP (autoregressive policy, Zhang et al., 2024).
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
 * robot's state ({@link SceneEncoder}); a query asks each view for the point ({@link CrossLayer});
 * the action's tokens are chosen one after another ({@link ActionDecoder}). The loss is that of
 * {@link ImitationTraining}.
 *
 * <p>It departs from ARP in this, in all sizes:
 *
 * <ul>
 *   <li>The three views' heatmaps become one place by the sum of their logits and a soft mean
 *       around its largest cell ({@link Heatmaps}). ARP takes the largest cell of the mean of the
 *       views' probabilities, which is another place in 11 % of toy scenes.
 *   <li>Labels of a place have σ = 1 pixel (1.5 in ARP). Angles have soft labels and are read as a
 *       soft mean of classes ({@link Rotation}); in ARP both are one class. An angle that is read
 *       again is a learnt vector in place of a sinusoidal code.
 *   <li>The words and the robot's state modulate the views from the first convolution on (FiLM),
 *       beside being tokens: with tokens alone a small model long chooses the wrong object. The
 *       state is a token of its own in place of being laid beside every image token, and it also
 *       holds the gripper's pose, from which it is seen how far the task has come.
 *   <li>Words are learnt from nothing; there is no CLIP. There is no dropout: a short training does
 *       not see a keyframe often enough to learn it by heart.
 *   <li>The cube of the fine stage hangs below the point in place of lying around it ({@link
 *       Crop#below}), from above it is open to the table ({@link VirtualViews}), the action also
 *       reads each view's whole map, squeezed, and the yaw is read from rings around the point
 *       ({@link YawHead}): so a small model learns to turn the hand to what lies under it.
 *   <li>What the query found is handed to the action as well. Ranges of motion and of noise are
 *       those of {@link Se3Augmentation} and {@link Batch}: scenes are turned by up to 8° (45° in
 *       ARP), and colours have no noise. Keyframes that lead elsewhere are drawn more often ({@link
 *       ImitationTraining}); the optimiser is AdamW in place of LAMB.
 * </ul>
 *
 * <p>And in {@link PolicySize#mini mini} alone: a convolutional stem in place of patches, and its
 * maps again on the way up, with pixel shuffles in place of convex upsampling: a small model is
 * precise to a third of a pixel, and faster. Its fine stage has no layers within a view, a norm
 * follows the trunk's last layer, and the modulation of {@link CrossLayer} does not start at 0.
 *
 * <p>Acting is safe in several threads at once.
 */
public final class KeyframePolicy implements Policy, AutoCloseable {
  /** The representation that is compared by default. */
  public static final String SCENE_COARSE = "scene.coarse";

  /** What it read: this knows the instruction before anything is seen. */
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

  /** As {@link #act}, with what led to it. */
  public Decision decide(Observation observation, String instruction) {
    return Autograd.infer(
        () -> {
          Look look = look(observation, instruction);
          return new Decision(look.coarse.shown(), look.fine.shown(), choose(look));
        });
  }

  /**
   * What a stage saw.
   *
   * @param views that it was shown
   * @param numbers in them, 3×10×H×W
   * @param scene what it made of them
   */
  private record Stage(VirtualViews views, float[] numbers, SceneFeatures scene) {
    /** Where its heatmaps say: x, y, z in metres. */
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
   * @param place where the gripper is to go: x, y, z in metres
   * @param prompt what the action is read from
   * @param yaw logits of the yaw
   */
  private record Look(Stage coarse, Stage fine, double[] place, NDArray prompt, NDArray yaw) {}

  /** The same instruction, B times. */
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
      if (k == 0) { // the gripper does not look at the rotation
        given[2] = second(logits.get(3));
      } else { // and the collision flag only at the gripper
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

  /** The names of what {@link #represent} gives. */
  public List<String> layers() {
    List<String> layers = coarseLayers();
    layers.addAll(List.of(SCENE_FINE, PROMPT));
    return layers;
  }

  /** Those of the coarse stage alone. */
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
   * What the policy holds of N episodes at some places: N rows for each, the mean over an episode's
   * keyframes.
   *
   * <p>Image tokens are averaged over each view and the views laid side by side (3 times their
   * width); words are summed (D); the features that the action is read from are laid side by side
   * (12D).
   *
   * @param episodes of at least one keyframe
   * @param layers {@code language}; {@code scene.layer{i}} (from 0) of the coarse stage's trunk;
   *     {@code scene.coarse} and {@code scene.fine} (what leaves the trunks); or {@code
   *     action.prompt}
   * @throws InterruptedException if the calling thread is interrupted
   */
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

  /** As for episodes, of one keyframe at one place. */
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
   * What is at the layers, a row for each keyframe; all stages run only for those that need them.
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
   * What the coarse stage holds of B scenes at one place, recorded, so that a loss on it can be
   * differentiated.
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

  /** How many numbers a representation has at one of the coarse stage's places. */
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

  /** By layer, what the coarse stage holds of B scenes. */
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

  /** The place in each view, column and row from 0 to 1: (1, 3, 2). */
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
