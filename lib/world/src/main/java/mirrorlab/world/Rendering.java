package mirrorlab.world;

import mirrorlab.episode.Image;

/**
 * One picture of a scene, in row-major order from the top left.
 *
 * @param width W pixels
 * @param height H pixels
 * @param rgb H×W×3 colours, averaged over each pixel
 * @param depth H×W metres along the viewing axis at each pixel's centre; 0 for the background
 * @param segmentation H×W ids of the geoms at each pixel's centre; −1 for the background
 */
public record Rendering(int width, int height, byte[] rgb, float[] depth, int[] segmentation) {
  /** Its colours. */
  public Image image() {
    return new Image(width, height, rgb);
  }
}
