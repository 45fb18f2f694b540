package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.TransformerLayer;
import mirrorlab.nn.Vocabulary;

/**
 * Three virtual views, the words and the robot's state → heatmaps and features.
 *
 * <pre>
 *   views ─stem─► tokens ─layers within each view─┐
 *   words ─a layer──────────────────────────────► + ─joint layers─► coarse ─decoder─► heatmaps
 *   state, query ───────────────────────────────► +
 * </pre>
 */
final class SceneEncoder {
  /** Numbers that describe the robot's state, {@link Batch#describe}. */
  static final int STATE = 12;

  private final PolicySize size;
  private final NDArray wordTable;
  private final NDArray wordPlaces;
  private final TransformerLayer wordLayer;
  private final Linear condition1;
  private final Linear condition2;
  private final ViewStem stem;
  private final NDArray places;
  private final List<TransformerLayer> viewLayers;
  private final Linear state;
  private final NDArray query;
  private final List<TransformerLayer> jointLayers;
  private final LayerNorm last;
  private final HeatmapDecoder decoder;

  SceneEncoder(Parameters parameters, PolicySize size, Vocabulary vocabulary) {
    this.size = size;
    int d = size.width();
    Parameters language = parameters.at("language");
    wordTable = language.normal("token_embedding", 1, vocabulary.size(), d);
    wordPlaces = language.normal("positional_embedding", 0.1, vocabulary.length(), d);
    wordLayer = layers(language, 1, size).get(0);
    condition1 = new Linear(parameters.at("condition").at("c_fc"), d + STATE, d);
    condition2 = new Linear(parameters.at("condition").at("c_proj"), d, d);
    stem = new ViewStem(parameters.at("stem"), size);
    places = parameters.normal("places", 0.02, 3L * size.tokens(), d);
    viewLayers = layers(parameters.at("view"), size.viewLayers(), size);
    state = new Linear(parameters.at("state"), STATE, d);
    query = parameters.normal("query", 0.02, 1, 1, d);
    jointLayers = layers(parameters.at("joint"), size.jointLayers(), size);
    last = new LayerNorm(parameters.at("last"), d);
    decoder = new HeatmapDecoder(parameters.at("decoder"), size);
  }

  /** Transformer layers {@code layer0}, {@code layer1} … of the policy's width. */
  static List<TransformerLayer> layers(Parameters parameters, int count, PolicySize size) {
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(
          new TransformerLayer(
              parameters.at("layer" + i),
              size.width(),
              size.heads(),
              size.hidden(),
              mirrorlab.nn.Activation.GELU));
    }
    return layers;
  }

  /**
   * Encodes B scenes.
   *
   * @param views (B, 3, 10, H, W)
   * @param words (B, L) ids
   * @param robot (B, 12)
   */
  SceneFeatures forward(NDArray views, NDArray words, NDArray robot) {
    long batch = views.getShape().get(0);
    long d = size.width();
    long n = size.tokens();
    NDArray text = wordLayer.forward(wordTable.get(words).add(wordPlaces)); // (B, L, D)
    NDArray language = pool(text, words); // (B, D)
    NDArray asked = Activation.relu(condition1.forward(language.concat(robot, 1)));
    NDArray condition = condition2.forward(asked); // (B, D)

    ViewStem.Maps maps =
        stem.forward(
            views.reshape(3 * batch, VirtualViews.CHANNELS, size.pixels(), size.pixels()),
            condition);
    NDArray tokens = maps.tokens().reshape(batch, 3, d, n).swapAxes(2, 3); // (B, 3, H·W/64, D)
    tokens = tokens.reshape(batch, 3 * n, d).add(places).reshape(3 * batch, n, d);
    List<NDArray> layers = new ArrayList<>();
    for (TransformerLayer layer : viewLayers) {
      tokens = layer.forward(tokens);
      layers.add(tokens.reshape(batch, 3 * n, d));
    }
    NDArray joint =
        NDArrays.concat(
            new NDList(
                tokens.reshape(batch, 3 * n, d),
                text,
                state.forward(robot).expandDims(1),
                query.broadcast(batch, 1, d)),
            1); // (B, 3·H·W/64 + L + 2, D)
    for (TransformerLayer layer : jointLayers) {
      joint = layer.forward(joint);
      layers.add(joint.get(":,:{}", 3 * n));
    }
    joint = last.forward(joint);
    NDArray coarse = joint.get(":,:{}", 3 * n);
    NDArray answer = joint.get(":,-1"); // (B, D)
    HeatmapDecoder.Maps decoded =
        decoder.forward(map(coarse, size), maps, answer.concat(condition, 1));
    return new SceneFeatures(
        decoded.heatmaps().reshape(batch, 3, size.pixels(), size.pixels()),
        decoded.fine(),
        decoded.middle(),
        language,
        layers,
        coarse,
        answer);
  }

  /** Image tokens as maps: (B, 3·H·W/64, D) → (3B, D, H/8, W/8). */
  static NDArray map(NDArray tokens, PolicySize size) {
    return tokens
        .reshape(-1, size.tokens(), size.width())
        .swapAxes(1, 2)
        .reshape(-1, size.width(), size.grid(), size.grid());
  }

  /** The sum of the words, not of the padding, divided by the root of their number; (B, D). */
  private static NDArray pool(NDArray text, NDArray words) {
    NDArray real = words.neq(Vocabulary.PAD).toType(DataType.FLOAT32, false).expandDims(2);
    return text.mul(real).sum(new int[] {1}).div(real.sum(new int[] {1}).sqrt());
  }
}
