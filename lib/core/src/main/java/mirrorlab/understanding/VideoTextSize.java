package mirrorlab.understanding;

import mirrorlab.nn.Activation;

/**
 * Dimensions of an encoder U; the structure is the same for all.
 *
 * @param pixels H = W of a frame
 * @param frames T of a clip
 * @param stem the map from a frame to its tokens
 * @param video the transformer that reads a clip
 * @param text the transformer that reads an instruction
 * @param embedding Z, width of the shared space
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
   * @param layers number of layers
   * @param heads number of attention heads
   * @param hidden width of the perceptrons' hidden layer
   */
  public record Tower(int width, int layers, int heads, int hidden) {}

  /** L of the published sizes, which read {@link mirrorlab.nn.ClipTokenizer CLIP's byte pairs}. */
  public static final int CONTEXT = 32;

  /** Tokens of a clip, 1 + T·g². */
  int tokens() {
    int grid = stem.grid(pixels);
    return 1 + frames * grid * grid;
  }

  /** Bytes of a clip. */
  int bytes() {
    return frames * pixels * pixels * 3;
  }

  /**
   * The size for a laptop: 0.4 million parameters, 8 frames of 64×64 pixels, trained from scratch.
   *
   * <p>Differences from ViCLIP:
   *
   * <ul>
   *   <li>a convolutional stem with batch normalisation and pooling instead of one patch
   *       convolution: without pre-training, patches learn colours and shapes too slowly;
   *   <li>GELU instead of its approximation, and a hidden layer of 3 instead of 4 widths: no
   *       published checkpoint is loaded, so the cheaper one is taken;
   *   <li>a vocabulary of the words that occur instead of byte pairs, and one text layer: every
   *       step encodes all instructions, which with two layers takes as long as the videos;
   *   <li>pixels scaled to −1 … 1: ImageNet's mean does not fit a rendered table.
   * </ul>
   */
  public static VideoTextSize mini() {
    return new VideoTextSize(
        64,
        8,
        Stem.Kind.CONVOLUTIONS,
        new Tower(96, 2, 4, 288),
        new Tower(96, 1, 4, 288),
        128,
        Activation.GELU);
  }

  /**
   * ViCLIP-B/16: 150 million parameters, 8 frames of 224×224 pixels.
   *
   * <p>Names, shapes and equations are those of the published encoder (Wang et al., 2023), so that
   * its arrays can be converted by {@code ViclipCheckpoint}. Features of its pre-training alone are
   * left out: dropping most of a video's tokens, skipping whole layers at random, freezing the text
   * tower.
   *
   * <p>A training step of one video and two texts took 9.8 s on 2 cores, and 6.6 GB.
   */
  public static VideoTextSize b16() {
    return new VideoTextSize(
        224,
        8,
        Stem.Kind.PATCHES_16,
        new Tower(768, 12, 12, 3072),
        new Tower(512, 12, 8, 2048),
        512,
        Activation.QUICK_GELU);
  }

  /** ViCLIP-L/14: 428 million parameters, otherwise as {@link #b16}. */
  public static VideoTextSize l14() {
    return new VideoTextSize(
        224,
        8,
        Stem.Kind.PATCHES_14,
        new Tower(1024, 24, 16, 4096),
        new Tower(768, 12, 12, 3072),
        768,
        Activation.QUICK_GELU);
  }
}
