package mirrorlab.nn;

/** Converts texts to the ids that an encoder reads. */
public interface Tokenizer {
  /** V, the number of ids. */
  int size();

  /** L, the number of ids per encoded text. */
  int length();

  /** The id that ends a text. */
  int end();

  /**
   * The ids of a text: a start, its tokens, {@link #end}, and zeros up to L of them.
   *
   * @throws IllegalArgumentException if the text does not fit and is not truncated
   */
  int[] encode(String text);
}
