package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import mirrorlab.nn.Activation;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Linear;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.TransformerLayer;

/**
 * The action's tokens, chosen one after another in ARP's order: rotation about x, y, z, gripper,
 * collision.
 *
 * <pre>
 *   prompt:  of each view: the feature at the point, the maximum, the whole map squeezed together,
 *            and the query's result
 *   given:   x  y  gripper                     earlier choices (in training the demonstrated ones)
 *   asked:   x? y? z? gripper? collision?      each sees the prompt, itself and earlier choices
 * </pre>
 *
 * As in ARP, gripper and collision do not see the rotation.
 */
final class ActionDecoder {
  /** Classes of the tokens, in their order. */
  static final int[] CLASSES = {Rotation.BINS, Rotation.BINS, Rotation.BINS, 2, 2};

  /** Names of the tokens. */
  static final List<String> NAMES =
      List.of("rotation x", "rotation y", "rotation z", "gripper", "collision");

  private static final int TOKENS = CLASSES.length;
  private static final int PROMPT = 12;
  private static final int YAW = 2;

  /** Tokens whose choice is an input; no token depends on the choice of the others. */
  static final int[] GIVEN = {0, 1, 3};

  /** Indices of the given choices that each token sees. */
  private static final List<List<Integer>> BEFORE =
      List.of(List.of(), List.of(0), List.of(0, 1), List.of(), List.of(2));

  /** Factor by which a token's channels shrink before all tokens of a view are read at once. */
  private static final int SQUEEZE = 8;

  private final PolicySize size;
  private final Linear atPoint;
  private final Linear overView;
  private final Linear squeeze;
  private final Linear ofMap;
  private final Linear ofQuery;
  private final NDArray places;
  private final NDArray queries;
  private final List<NDArray> tables = new ArrayList<>();
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNorm last;
  private final YawHead compass;
  private final List<Linear> heads = new ArrayList<>();

  ActionDecoder(Parameters parameters, PolicySize size) {
    this.size = size;
    int d = size.width();
    int sampled = d + size.stem().stream().mapToInt(Integer::intValue).sum();
    atPoint = new Linear(parameters.at("at_point"), sampled, d);
    overView = new Linear(parameters.at("over_view"), d, d);
    int few = d / SQUEEZE;
    squeeze = new Linear(parameters.at("squeeze"), d, few);
    ofMap = new Linear(parameters.at("of_map"), (long) size.tokens() * few, d);
    ofQuery = new Linear(parameters.at("of_query"), d, d);
    places = parameters.normal("places", 0.02, PROMPT, d);
    queries = parameters.normal("queries", 0.5, TOKENS, d);
    for (int k = 0; k < TOKENS; k++) {
      heads.add(new Linear(parameters.at("head" + k), d, CLASSES[k]));
    }
    for (int k : GIVEN) {
      tables.add(parameters.normal("table" + k, 0.5, CLASSES[k], d));
    }
    for (int i = 0; i < size.actionLayers(); i++) {
      Parameters layer = parameters.at("layer" + i);
      layers.add(new TransformerLayer(layer, d, size.heads(), 4L * d, Activation.GELU));
    }
    last = new LayerNorm(parameters.at("last"), d);
    compass = new YawHead(parameters.at("compass"), d);
  }

  /**
   * The twelve prompt tokens from which the action is decoded.
   *
   * @param points (B, 3, 2) column and row in each view, 0 to 1
   * @return (B, 12, D)
   */
  NDArray prompt(SceneFeatures scene, NDArray points) {
    long batch = points.getShape().get(0);
    NDArray map = SceneEncoder.map(scene.tokens(), size);
    NDArray local = sample(map, points);
    for (NDArray level : scene.levels()) { // DJL's concat of one array would cut off its gradient
      local = local.concat(sample(level, points), 1);
    }
    NDArray perView = scene.tokens().reshape(3 * batch, size.tokens(), size.width());
    NDArray squeezed = squeeze.forward(perView).reshape(3 * batch, -1);
    NDList prompt =
        new NDList(
            atPoint.forward(local),
            overView.forward(perView.max(new int[] {1})),
            ofMap.forward(squeezed),
            ofQuery.forward(scene.query())); // each (3B, D)
    return NDArrays.stack(prompt, 1).reshape(batch, PROMPT, size.width()).add(places);
  }

  /**
   * A logit for each yaw, from polar samples around the point.
   *
   * @param rings B×4R×72 numbers
   * @return (B, 72)
   */
  NDArray yaw(SceneFeatures scene, float[] rings) {
    NDArray around =
        Tensors.of(
            scene.asked().getManager(),
            rings,
            scene.asked().getShape().get(0),
            VirtualViews.RING_CHANNELS,
            Rotation.BINS);
    return compass.forward(around, scene.asked());
  }

  /**
   * The logits of each token.
   *
   * @param prompt (B, 12, D)
   * @param yaw (B, 72), added to those of rotation z
   * @param given (B, 3) classes of rotation x, y and gripper that were chosen earlier
   * @return five arrays (B, classes)
   */
  List<NDArray> forward(NDArray prompt, NDArray yaw, NDArray given) {
    long batch = prompt.getShape().get(0);
    NDList tokens = new NDList(prompt);
    for (int k = 0; k < GIVEN.length; k++) {
      tokens.add(tables.get(k).get(given.get(":,{}", k)).expandDims(1));
    }
    tokens.add(queries.expandDims(0).broadcast(batch, TOKENS, size.width()));
    NDArray x = NDArrays.concat(tokens, 1);
    NDArray mask = mask(prompt.getManager());
    for (TransformerLayer layer : layers) {
      x = layer.forward(x, mask);
    }
    x = last.forward(x);
    List<NDArray> logits = new ArrayList<>();
    for (int k = 0; k < TOKENS; k++) {
      logits.add(heads.get(k).forward(x.get(":,{}", PROMPT + GIVEN.length + k)));
    }
    logits.set(YAW, logits.get(YAW).add(yaw));
    return logits;
  }

  /** (L, L): 0 where a token (row) may look at another (column), −∞ where it may not. */
  private static NDArray mask(NDManager manager) {
    int length = PROMPT + GIVEN.length + TOKENS;
    float[] mask = new float[length * length];
    for (int row = 0; row < length; row++) {
      for (int column = 0; column < length; column++) {
        mask[row * length + column] = sees(row, column) ? 0 : Float.NEGATIVE_INFINITY;
      }
    }
    return Tensors.of(manager, mask, length, length);
  }

  private static boolean sees(int row, int column) {
    if (column < PROMPT || row == column) {
      return true;
    }
    if (row < PROMPT) {
      return false;
    }
    int given = row - PROMPT;
    int token = given < GIVEN.length ? GIVEN[given] : given - GIVEN.length;
    return BEFORE.get(token).contains(column - PROMPT);
  }

  /** Bilinear samples: (3B, C, H, W) at (B, 3, 2) → (3B, C). */
  static NDArray sample(NDArray map, NDArray points) {
    Shape shape = map.getShape();
    long views = shape.get(0);
    NDArray across = tent(points.get(":,:,0").reshape(views, 1), shape.get(3)); // (3B, W)
    NDArray down = tent(points.get(":,:,1").reshape(views, 1), shape.get(2)); // (3B, H)
    NDArray weights = down.expandDims(2).mul(across.expandDims(1)); // (3B, H, W)
    return map.reshape(views, shape.get(1), shape.get(2) * shape.get(3))
        .matMul(weights.reshape(views, shape.get(2) * shape.get(3), 1))
        .squeeze(2);
  }

  /** Interpolation weights of n cells at positions from 0 to 1; they reach 0 one cell away. */
  private static NDArray tent(NDArray place, long n) {
    NDArray cells = place.getManager().arange(0.5f, n, 1f).expandDims(0); // (1, n)
    return ai.djl.nn.Activation.relu(
        Tensors.scaled(place, n).clip(0.5, n - 0.5).sub(cells).abs().neg().add(1));
  }
}
