package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.Convolution;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.TransformerLayer;
import mirrorlab.nn.Vocabulary;

/**
 * Three virtual views, the words and the robot's state → heatmaps and features.
 *
 * <pre>
 *   views (3B, 10, H, W) ─conv/2, film─► fine ─conv/2, film─► middle ─conv/2─► tokens (8×8 pixels)
 *   tokens ─layers within each view─► + words + state + query ─joint layers─► coarse
 *   coarse ─up, + film(middle)─► ─up, + film(fine)─► ─pixel shuffle─► heatmaps (B, 3, H, W)
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
  private final Convolution toFine;
  private final Film fineFilm;
  private final Convolution toMiddle;
  private final Film middleFilm;
  private final Convolution toTokens;
  private final NDArray tokenPlaces;
  private final List<TransformerLayer> viewLayers;
  private final Linear state;
  private final NDArray query;
  private final List<TransformerLayer> jointLayers;
  private final LayerNorm last;
  private final Convolution upToMiddle;
  private final Film middleSkip;
  private final Convolution middleOut;
  private final Convolution upToFine;
  private final Film fineSkip;
  private final Convolution fineOut;
  private final Convolution toHeatmaps;

  SceneEncoder(Parameters parameters, PolicySize size, Vocabulary vocabulary) {
    this.size = size;
    int d = size.width();
    int fine = size.fine();
    int middle = size.middle();
    Parameters text = parameters.at("language");
    wordTable = text.normal("token_embedding", 1, vocabulary.size(), d);
    wordPlaces = text.normal("positional_embedding", 0.1, vocabulary.length(), d);
    wordLayer = layer(text.at("layer"));
    condition1 = new Linear(parameters.at("condition").at("c_fc"), d + STATE, d);
    condition2 = new Linear(parameters.at("condition").at("c_proj"), d, d);
    Parameters stem = parameters.at("stem");
    toFine = new Convolution(stem.at("fine"), VirtualViews.CHANNELS, fine, 5, 2);
    fineFilm = new Film(stem.at("fine_film"), fine, d);
    toMiddle = new Convolution(stem.at("middle"), fine, middle, 3, 2);
    middleFilm = new Film(stem.at("middle_film"), middle, d);
    toTokens = new Convolution(stem.at("tokens"), middle, d, 3, 2);
    tokenPlaces = parameters.normal("token_places", 0.02, 3L * size.tokens(), d);
    viewLayers = layers(parameters.at("view"), size.viewLayers());
    state = new Linear(parameters.at("state"), STATE, d);
    query = parameters.normal("query", 0.02, 1, 1, d);
    jointLayers = layers(parameters.at("joint"), size.jointLayers());
    last = new LayerNorm(parameters.at("last"), d);
    Parameters decoder = parameters.at("decoder");
    upToMiddle = new Convolution(decoder.at("up_middle"), d, middle, 1, 1);
    middleSkip = new Film(decoder.at("middle_film"), middle, 2L * d);
    middleOut = new Convolution(decoder.at("middle"), middle, middle, 3, 1);
    upToFine = new Convolution(decoder.at("up_fine"), middle, fine, 1, 1);
    fineSkip = new Film(decoder.at("fine_film"), fine, 2L * d);
    fineOut = new Convolution(decoder.at("fine"), fine, fine, 3, 1);
    toHeatmaps = new Convolution(decoder.at("heatmaps"), fine, 4, 3, 1);
  }

  private List<TransformerLayer> layers(Parameters parameters, int count) {
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(layer(parameters.at("layer" + i)));
    }
    return layers;
  }

  private TransformerLayer layer(Parameters parameters) {
    int d = size.width();
    return new TransformerLayer(parameters, d, size.heads(), 4L * d, mirrorlab.nn.Activation.GELU);
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
    int pixels = size.pixels();
    int d = size.width();
    NDArray language = language(words); // (B, L, D)
    NDArray asked =
        language.mean(new int[] {1}).concat(robot, 1); // (B, D + 12): what was asked, and the state
    NDArray condition = condition2.forward(relu(condition1.forward(asked))); // (B, D)

    NDArray x = views.reshape(3 * batch, VirtualViews.CHANNELS, pixels, pixels);
    NDArray fine = relu(fineFilm.forward(toFine.forward(x), condition));
    NDArray middle = relu(middleFilm.forward(toMiddle.forward(fine), condition));
    NDArray tokens = toTokens.forward(middle); // (3B, D, H/8, W/8)

    int n = size.tokens();
    List<NDArray> layers = new ArrayList<>();
    tokens = tokens.reshape(batch, 3, d, n).swapAxes(2, 3).reshape(batch, 3L * n, d);
    tokens = tokens.add(tokenPlaces).reshape(3 * batch, n, d);
    for (TransformerLayer layer : viewLayers) {
      tokens = layer.forward(tokens);
      layers.add(tokens.reshape(batch, 3L * n, d));
    }
    NDArray joint =
        NDArrays.concat(
            new NDList(
                tokens.reshape(batch, 3L * n, d),
                language,
                state.forward(robot).expandDims(1),
                query.broadcast(batch, 1, d)),
            1);
    for (TransformerLayer layer : jointLayers) {
      joint = layer.forward(joint);
      layers.add(joint.get(":,:{}", 3L * n));
    }
    joint = last.forward(joint);
    NDArray coarse = joint.get(":,:{}", 3L * n);
    NDArray answer = joint.get(":,-1"); // (B, D)
    return decode(batch, coarse, answer, condition, middle, fine, language, layers);
  }

  private SceneFeatures decode(
      long batch,
      NDArray coarse,
      NDArray answer,
      NDArray condition,
      NDArray middle,
      NDArray fine,
      NDArray language,
      List<NDArray> layers) {
    int pixels = size.pixels();
    int side = pixels / 8;
    NDArray asked = answer.concat(condition, 1); // (B, 2D)
    NDArray map = coarse.swapAxes(1, 2); // (B, D, 3·H·W/64)
    map =
        map.reshape(batch, size.width(), 3, side, side)
            .swapAxes(1, 2)
            .reshape(3 * batch, size.width(), side, side);
    NDArray decodedMiddle = up(upToMiddle.forward(map)).add(middleSkip.forward(middle, asked));
    decodedMiddle = relu(Film.normalise(middleOut.forward(decodedMiddle)));
    NDArray decodedFine = up(upToFine.forward(decodedMiddle)).add(fineSkip.forward(fine, asked));
    decodedFine = relu(Film.normalise(fineOut.forward(decodedFine)));
    NDArray heatmaps =
        toHeatmaps
            .forward(decodedFine) // (3B, 2·2, H/2, W/2): each pixel holds four
            .reshape(new Shape(batch, 3, 2, 2, pixels / 2, pixels / 2))
            .transpose(0, 1, 4, 2, 5, 3)
            .reshape(batch, 3, pixels, pixels);
    return new SceneFeatures(
        heatmaps, decodedFine, decodedMiddle, language, layers, coarse, answer);
  }

  private NDArray language(NDArray words) {
    return wordLayer.forward(wordTable.get(words).add(wordPlaces));
  }

  private static NDArray relu(NDArray x) {
    return Activation.relu(x);
  }

  private static NDArray up(NDArray x) {
    Shape shape = x.getShape();
    long[] size = {2 * shape.get(2), 2 * shape.get(3)};
    return x.getNDArrayInternal().interpolation(size, 2, false);
  }
}
