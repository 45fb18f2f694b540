package mirrorlab.nn;

/** Texts as the numbers that an encoder reads. */
public interface Tokenizer {
  /** V, how many ids there are. */
  int size();

  /** L, ids of every encoded text. */
  int length();

  /** The id that ends a text. */
  int end();

  /**
   * The ids of a text: a start, its tokens, {@link #end}, and zeros up to L of them.
   *
   * @throws IllegalArgumentException if the text does not fit and is not to be cut
   */
  int[] encode(String text);
}
