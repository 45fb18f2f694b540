package mirrorlab.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import mirrorlab.nn.Activation;
import mirrorlab.nn.Parameters;
import mirrorlab.nn.TransformerLayer;
import mirrorlab.nn.Vocabulary;

/** Encodes the instruction without the scene: one transformer layer over its words. */
final class LanguageEncoder {
  private final NDArray table;
  private final NDArray places;
  private final TransformerLayer layer;

  /**
   * The encoded instructions.
   *
   * @param words (B, L, D)
   * @param meaning (B, D), the pooled words
   */
  record Read(NDArray words, NDArray meaning) {}

  LanguageEncoder(Parameters parameters, PolicySize size, Vocabulary vocabulary) {
    int d = size.width();
    table = parameters.normal("token_embedding", 1, vocabulary.size(), d);
    places = parameters.normal("positional_embedding", 0.1, vocabulary.length(), d);
    layer = new TransformerLayer(parameters.at("layer0"), d, size.heads(), 4L * d, Activation.GELU);
  }

  /** Encodes B instructions, (B, L) ids. */
  Read forward(NDArray ids) {
    NDArray words = layer.forward(table.get(ids).add(places));
    return new Read(words, pool(words, ids));
  }

  /** The sum of the words without padding, divided by the root of their number: (B, D). */
  private static NDArray pool(NDArray words, NDArray ids) {
    NDArray real = ids.neq(Vocabulary.PAD).toType(DataType.FLOAT32, false).expandDims(2);
    return words.mul(real).sum(new int[] {1}).div(real.sum(new int[] {1}).sqrt());
  }
}
