package mirrorlab.understanding;

import mirrorlab.nn.Activation;

/**
 * How large an encoder U is; the structure is the same for all.
 *
 * @param pixels H = W of a frame
 * @param frames T of a clip
 * @param stem how a frame becomes tokens
 * @param video the transformer that reads a clip
 * @param text the transformer that reads an instruction
 * @param embedding Z, width of what both are compared in
 * @param activation φ in both transformers
 */
public record VideoTextSize(
    int pixels,
    int frames,
    Stem.Kind stem,
    Tower video,
    Tower text,
    int embedding,
    Activation activation) {

  /** Checks that the frames can be cut into tokens. */
  public VideoTextSize {
    stem.grid(pixels);
  }

  /**
   * One transformer.
   *
   * @param width D
   * @param layers how many
   * @param heads of the attention
   * @param hidden width of the perceptrons' hidden layer
   */
  public record Tower(int width, int layers, int heads, int hidden) {}

  /** Bytes of a clip. */
  int bytes() {
    return frames * pixels * pixels * 3;
  }

  /**
   * The size for a laptop: 0.5 million parameters, 8 frames of 64×64 pixels, trained from nothing.
   *
   * <p>It departs from ViCLIP in this:
   *
   * <ul>
   *   <li>a convolutional stem with batch normalisation and pooling in place of one patch
   *       convolution: without pictures seen before, patches learn colours and shapes too slowly;
   *   <li>GELU in place of its approximation, and a hidden layer of 3 in place of 4 widths: nothing
   *       is loaded from a published checkpoint, so the cheaper is taken;
   *   <li>a vocabulary of the words that occur, in place of byte pairs;
   *   <li>τ starts at 0.07, not 0.01, and no video tokens are dropped: there is no trained encoder
   *       to start from, and few tokens;
   *   <li>pixels scaled to −1 … 1: ImageNet's mean says nothing about a drawn table.
   * </ul>
   */
  public static VideoTextSize mini() {
    return new VideoTextSize(
        64,
        8,
        Stem.Kind.CONVOLUTIONS,
        new Tower(96, 2, 4, 288),
        new Tower(96, 2, 4, 288),
        128,
        Activation.GELU);
  }
}
