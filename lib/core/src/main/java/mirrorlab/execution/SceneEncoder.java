package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.TransformerLayer;

/**
 * One stage: three virtual views, the words and the robot's state → heatmaps and features.
 *
 * <pre>
 *   views ─stem─► tokens ─layers within each view─┐
 *   words ──────────────────────────────────────► + ─joint layers─► tokens ─query─► heatmaps
 *   state ──────────────────────────────────────► +
 * </pre>
 */
final class SceneEncoder {
  /** Length of the robot's state, {@link Batch#describe}. */
  static final int STATE = 12;

  private final PolicySize size;
  private final Parameters parameters;
  private final Linear condition1;
  private final Linear condition2;
  private final ViewStem stem;
  private final NDArray places;
  private final Linear in;
  private final Linear wordsIn;
  private final Linear stateIn;
  private final List<TransformerLayer> viewLayers;
  private final List<TransformerLayer> jointLayers;
  private final UnaryOperator<NDArray> last;
  private final Linear out;
  private final NDArray query;
  private final List<CrossLayer> crossLayers;
  private final LayerNorm found;
  private final HeatmapDecoder decoder;

  /**
   * A stage with its own weights, except for the shared layers of the query.
   *
   * @param layers of its trunk
   * @param crossLayers shared by the stages
   */
  SceneEncoder(
      Parameters parameters,
      PolicySize size,
      PolicySize.Layers layers,
      List<CrossLayer> crossLayers) {
    this.size = size;
    this.parameters = parameters;
    this.crossLayers = crossLayers;
    int d = size.width();
    int trunk = size.trunk();
    condition1 = new Linear(parameters.at("condition").at("c_fc"), d + STATE, d);
    condition2 = new Linear(parameters.at("condition").at("c_proj"), d, d);
    stem = new ViewStem(parameters.at("stem"), size);
    places = parameters.normal("places", 0.02, 3L * size.tokens(), d);
    in = new Linear(parameters.at("in"), d, trunk);
    wordsIn = new Linear(parameters.at("words_in"), d, trunk);
    stateIn = new Linear(parameters.at("state_in"), STATE, trunk);
    viewLayers = trunk(parameters.at("view"), layers.view());
    jointLayers = trunk(parameters.at("joint"), layers.joint());
    // ARP has no final norm.
    last =
        size.isPublished()
            ? UnaryOperator.identity()
            : new LayerNorm(parameters.at("last"), trunk)::forward;
    out = new Linear(parameters.at("out"), trunk, d);
    query = parameters.normal("query", 1, 1, 1, d);
    found = new LayerNorm(parameters.at("found"), d);
    decoder = new HeatmapDecoder(parameters.at("decoder"), size);
  }

  private List<TransformerLayer> trunk(Parameters parameters, int count) {
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(
          new TransformerLayer(
              parameters.at("layer" + i),
              size.trunk(),
              size.heads(),
              size.hidden(),
              mirrorlab.nn.Activation.GEGLU));
    }
    return layers;
  }

  /**
   * The trunk's outputs for B scenes, before the query.
   *
   * @param asked (B, D) condition from the pooled words and the robot's state, which modulates the
   *     views
   * @param levels the stem's maps, finest first
   * @param layers image tokens after each layer of the trunk, (B, 3N, trunk's width)
   * @param tokens (B, 3N, D) image tokens after the trunk
   */
  record Related(NDArray asked, List<NDArray> levels, List<NDArray> layers, NDArray tokens) {}

  /** The trunk, then the heatmaps of the gripper's target; arguments as for {@link #relate}. */
  SceneFeatures forward(float[] views, LanguageEncoder.Read read, float[] robot) {
    return find(relate(views, read, robot));
  }

  /**
   * Runs the trunk on B scenes and their instructions, which is enough for a representation.
   *
   * @param views B×3×10×H×W numbers
   * @param robot B×12 numbers
   */
  Related relate(float[] views, LanguageEncoder.Read read, float[] robot) {
    long b = robot.length / STATE;
    long d = size.width();
    int pixels = size.pixels();
    NDArray shown =
        Tensors.of(parameters.manager(), views, 3 * b, VirtualViews.CHANNELS, pixels, pixels);
    NDArray felt = Tensors.of(parameters.manager(), robot, b, STATE);
    NDArray asked =
        condition2.forward(
            Activation.relu(condition1.forward(read.meaning().concat(felt, 1)))); // (B, D)
    ViewStem.Maps maps = stem.forward(shown, perView(asked));
    NDArray tokens =
        maps.tokens()
            .reshape(3 * b, d, size.tokens())
            .swapAxes(1, 2)
            .reshape(b, 3L * size.tokens(), d);
    List<NDArray> layers = new ArrayList<>();
    NDArray seen =
        out.forward(last.apply(trunk(in.forward(tokens.add(places)), read, felt, layers)));
    return new Related(asked, maps.levels(), layers, seen);
  }

  /** Queries each view for the gripper's target. */
  private SceneFeatures find(Related scene) {
    long b = scene.asked.getShape().get(0);
    long d = size.width();
    NDArray perView = scene.tokens.reshape(3 * b, size.tokens(), d);
    NDArray asking = query.broadcast(3 * b, 1, d);
    for (CrossLayer layer : crossLayers) {
      asking = layer.forward(asking, perView);
    }
    NDArray answer = found.forward(asking).reshape(3 * b, d);
    HeatmapDecoder.Decoded decoded =
        decoder.forward(map(scene.tokens, size), scene.levels, answer, perView(scene.asked));
    return new SceneFeatures(
        decoded.heatmaps().reshape(b, 3, size.pixels(), size.pixels()),
        decoded.levels(),
        scene.tokens,
        scene.asked,
        answer);
  }

  /** Repeats a condition for each of a scene's views: (B, D) → (3B, D). */
  private static NDArray perView(NDArray asked) {
    long b = asked.getShape().get(0);
    long d = asked.getShape().get(1);
    return asked.reshape(b, 1, d).broadcast(b, 3, d).reshape(3 * b, d);
  }

  /** The trunk: (B, 3N, trunk's width) → the same, after its last layer. */
  private NDArray trunk(
      NDArray tokens, LanguageEncoder.Read read, NDArray robot, List<NDArray> layers) {
    long b = tokens.getShape().get(0);
    long n = size.tokens();
    NDArray x = tokens.reshape(3 * b, n, size.trunk());
    for (TransformerLayer layer : viewLayers) {
      x = layer.forward(x);
      layers.add(x.reshape(b, 3 * n, size.trunk()));
    }
    NDArray joint =
        NDArrays.concat(
            new NDList(
                x.reshape(b, 3 * n, size.trunk()),
                wordsIn.forward(read.words()),
                stateIn.forward(robot).expandDims(1)),
            1); // (B, 3N + L + 1, trunk's width)
    for (TransformerLayer layer : jointLayers) {
      joint = layer.forward(joint);
      layers.add(joint.get(":,:{}", 3 * n));
    }
    return joint.get(":,:{}", 3 * n);
  }

  /** Image tokens as maps: (B, 3N, D) → (3B, D, H/P, W/P). */
  static NDArray map(NDArray tokens, PolicySize size) {
    return tokens
        .reshape(-1, size.tokens(), size.width())
        .swapAxes(1, 2)
        .reshape(-1, size.width(), size.grid(), size.grid());
  }
}
