package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
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
 *   prompt:  3 features at the point (one a view), 3 maxima over a view, the query
 *   given:   x  y  z  gripper                  earlier choices (in training the demonstrated ones)
 *   asked:   x? y? z? gripper? collision?      each sees the prompt, itself and what precedes it
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
  private static final int GIVEN = TOKENS - 1;
  private static final int PROMPT = 7;
  private static final int GRIPPER = 3;

  private final PolicySize size;
  private final Linear atPoint;
  private final Linear overView;
  private final NDArray places;
  private final NDArray queries;
  private final List<NDArray> tables = new ArrayList<>();
  private final List<TransformerLayer> layers;
  private final LayerNorm last;
  private final List<Linear> heads = new ArrayList<>();

  ActionDecoder(Parameters parameters, PolicySize size) {
    this.size = size;
    int d = size.width();
    atPoint = new Linear(parameters.at("at_point"), size.fine() + size.middle() + d, d);
    overView = new Linear(parameters.at("over_view"), d, d);
    places = parameters.normal("places", 0.02, PROMPT, d);
    queries = parameters.normal("queries", 0.5, TOKENS, d);
    for (int k = 0; k < TOKENS; k++) {
      heads.add(new Linear(parameters.at("head" + k), d, CLASSES[k]));
      if (k < GIVEN) {
        tables.add(parameters.normal("table" + k, 0.5, CLASSES[k], d));
      }
    }
    layers = SceneEncoder.layers(parameters, size.actionLayers(), size);
    last = new LayerNorm(parameters.at("last"), d);
  }

  /**
   * The seven features that the action is read from.
   *
   * @param points (B, 3, 2) column and row in each view, 0 to 1
   * @return (B, 7, D)
   */
  NDArray prompt(SceneFeatures scene, NDArray points) {
    long batch = points.getShape().get(0);
    NDArray map = SceneEncoder.map(scene.coarse(), size);
    NDArray most = map.reshape(3 * batch, size.width(), -1).max(new int[] {2}); // (3B, D)
    NDArray local =
        NDArrays.concat(
            new NDList(
                sample(scene.fine(), points), sample(scene.middle(), points), sample(map, points)),
            1);
    return NDArrays.concat(
            new NDList(
                atPoint.forward(local).reshape(batch, 3, size.width()),
                overView.forward(most).reshape(batch, 3, size.width()),
                scene.query().expandDims(1)),
            1)
        .add(places);
  }

  /**
   * The logits of each token.
   *
   * @param prompt (B, 7, D)
   * @param given (B, 4) classes of rotation x, y, z and gripper that were chosen before
   * @return five arrays (B, classes)
   */
  List<NDArray> forward(NDArray prompt, NDArray given) {
    long batch = prompt.getShape().get(0);
    NDList tokens = new NDList(prompt);
    for (int k = 0; k < GIVEN; k++) {
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
      logits.add(heads.get(k).forward(x.get(":,{}", PROMPT + GIVEN + k)));
    }
    return logits;
  }

  /** (L, L): 0 where a token (row) may look at another (column), −∞ where it may not. */
  private static NDArray mask(NDManager manager) {
    int length = PROMPT + GIVEN + TOKENS;
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
    if (row < PROMPT || column >= PROMPT + GIVEN) {
      return false;
    }
    int given = column - PROMPT;
    boolean asks = row >= PROMPT + GIVEN;
    int token = asks ? row - PROMPT - GIVEN : row - PROMPT;
    return given < token && (token < GRIPPER || given >= GRIPPER);
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

  /** How much each of n cells counts at places from 0 to 1; ends at 0 one cell away. */
  private static NDArray tent(NDArray place, long n) {
    NDArray cells = place.getManager().arange(0.5f, n, 1f).expandDims(0); // (1, n)
    return ai.djl.nn.Activation.relu(
        Tensors.scaled(place, n).clip(0.5, n - 0.5).sub(cells).abs().neg().add(1));
  }
}
