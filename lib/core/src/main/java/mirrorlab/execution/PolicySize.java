package mirrorlab.execution;

import java.util.List;
import java.util.Locale;

/**
 * Dimensions of a {@link KeyframePolicy}; the structure is the same for all.
 *
 * @param crop the part of the world that the coarse views show
 * @param closer side of the cube that the fine views show, in metres
 * @param pixels H = W of a view
 * @param stem channels of the convolutions that halve the resolution before the tokens, C₁ C₂ …;
 *     empty if views are cut directly into patches
 * @param patch side of a token in pixels
 * @param width D of words, action tokens and their inputs
 * @param trunk width of the image tokens within the trunk's layers
 * @param heads number of heads of every attention
 * @param hidden width of the trunk's perceptrons
 * @param coarse the coarse stage's trunk
 * @param fine the fine stage's trunk
 * @param crossLayers number of layers in which the query attends to a view
 * @param actionLayers number of transformer layers of the action's tokens
 * @param upsampler channels of the convex upsampling, if there is no stem
 */
public record PolicySize(
    Crop crop,
    double closer,
    int pixels,
    List<Integer> stem,
    int patch,
    int width,
    int trunk,
    int heads,
    int hidden,
    Layers coarse,
    Layers fine,
    int crossLayers,
    int actionLayers,
    int upsampler) {

  private static final double SMALLEST_CUBE = 0.17;

  /**
   * Transformer layers of a stage.
   *
   * @param view number of layers in which a token sees only its own view
   * @param joint number of layers over all views, the words and the robot's state
   */
  public record Layers(int view, int joint) {}

  /** The size for a laptop: views of 48×48 pixels (1.7 cm, then 5 mm), tokens of 8×8 pixels. */
  public static PolicySize mini() {
    return new PolicySize(
        Crop.TABLE,
        0.24,
        48,
        List.of(16, 32),
        8,
        96,
        96,
        4,
        192,
        new Layers(1, 1),
        new Layers(0, 1),
        1,
        1,
        0);
  }

  /**
   * ARP: 73.4 million parameters (72.1 in ARP's own code), views of 224×224 pixels, patches of
   * 14×14.
   */
  public static PolicySize arp() {
    return published(4, 160);
  }

  /** ARP+: 75.3 million parameters, six layers for the action and a wider convex upsampling. */
  public static PolicySize arpPlus() {
    return published(6, 256);
  }

  private static PolicySize published(int actionLayers, int upsampler) {
    Layers eight = new Layers(4, 4);
    return new PolicySize(
        Crop.WORKSPACE,
        0.25,
        224,
        List.of(),
        14,
        128,
        512,
        8,
        2048,
        eight,
        eight,
        4,
        actionLayers,
        upsampler);
  }

  /** Checks that views can be cut into tokens, and that the decoder leads back to the pixels. */
  public PolicySize {
    stem = List.copyOf(stem);
    if (pixels % patch != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "views of %d pixels cannot be cut into tokens of %d pixels; take a multiple",
              pixels,
              patch));
    }
    int halved = 2 << stem.size();
    if (!stem.isEmpty() && patch != halved) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a stem of %d levels makes tokens of %d pixels, not of %d; change one of them",
              stem.size(),
              halved,
              patch));
    }
    if (closer < SMALLEST_CUBE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a cube of %s m does not hold the action if the coarse point is a little off; take %s m or more",
              closer,
              SMALLEST_CUBE));
    }
  }

  /** Whether views are cut directly into patches, as in the published sizes. */
  boolean isPublished() {
    return stem.isEmpty();
  }

  /** Tokens along a side of a view. */
  int grid() {
    return pixels / patch;
  }

  /** Tokens of a view, N. */
  int tokens() {
    return grid() * grid();
  }
}
