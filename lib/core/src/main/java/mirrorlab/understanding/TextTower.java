package mirrorlab.understanding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.nn.LayerNorm;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.Tensors;
import mirrorlab.nn.TransformerLayer;

/**
 * CLIP's text transformer, which encodes an instruction.
 *
 * <pre>
 *   (N, L) ids → words + positions → layers under a causal mask → LN → the state at the end → (N, D)
 * </pre>
 *
 * <p>The end is the first position of the tokenizer's end id; later ids have no effect. (CLIP takes
 * the first position of the highest id, which is its tokenizer's end.)
 */
public final class TextTower {
  private static final float HIDDEN = -1e9f;

  private final int end;
  private final NDArray words; // (V, D)
  private final NDArray positions; // (L, D)
  private final List<TransformerLayer> layers;
  private final LayerNorm after;
  private final NDArray projection; // (D, Z)

  /**
   * An untrained tower.
   *
   * @param vocabulary V, the number of ids
   * @param length L, the number of ids per text
   * @param end the id that ends a text
   */
  public TextTower(Parameters parameters, VideoTextSize size, int vocabulary, int length, int end) {
    int width = size.text().width();
    this.end = end;
    words = parameters.at("token_embedding").normal("weight", 0.1, vocabulary, width);
    positions = parameters.normal("positional_embedding", 0.1, length, width);
    layers = VideoTower.layers(parameters, size.text(), size);
    after = new LayerNorm(parameters.at("ln_final"), width);
    projection =
        parameters.normal("text_projection", 1 / Math.sqrt(width), width, size.embedding());
  }

  /** Ids of N texts, L each, as the tokenizer gives them → (N, D). */
  public NDArray represent(int[][] ids) {
    NDManager manager = words.getManager();
    int texts = ids.length;
    int length = ids[0].length;
    long width = words.getShape().get(1);
    NDArray tokens =
        Tensors.of(manager, Stream.of(ids).flatMapToInt(IntStream::of).toArray(), texts, length)
            .toType(DataType.INT64, false);
    NDArray x = Embedding.embedding(tokens, words, SparseFormat.DENSE).head().add(positions);
    NDArray mask = Tensors.of(manager, causal(length), length, length);
    for (TransformerLayer layer : layers) {
      x = layer.forward(x, mask);
    }
    // A one-hot row at the end position picks that token's state.
    NDArray picked = Tensors.of(manager, ends(ids), texts, 1, length);
    return after.forward(picked.matMul(x).reshape(texts, width));
  }

  /** Representation (N, D) → embedding (N, Z), unit length. */
  public NDArray project(NDArray representation) {
    return representation.matMul(projection).normalize(2, 1);
  }

  private static float[] causal(int length) {
    float[] mask = new float[length * length];
    for (int row = 0; row < length; row++) {
      for (int column = row + 1; column < length; column++) {
        mask[row * length + column] = HIDDEN;
      }
    }
    return mask;
  }

  private float[] ends(int[][] ids) {
    int length = ids[0].length;
    float[] ends = new float[ids.length * length];
    for (int text = 0; text < ids.length; text++) {
      int place = 0;
      while (ids[text][place] != end) {
        place++;
      }
      ends[text * length + place] = 1;
    }
    return ends;
  }
}
