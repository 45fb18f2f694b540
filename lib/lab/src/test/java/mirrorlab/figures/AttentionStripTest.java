package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;

class AttentionStripTest {
  private static final Image GREY = grey();

  private static Image grey() {
    byte[] rgb = new byte[3 * 4 * 4];
    Arrays.fill(rgb, (byte) 200);
    return new Image(4, 4, rgb);
  }

  @Test
  void aPatchIsAsBrightAsItsWeightComparedWithTheLargest() {
    float[][][] weights = {{{0.1f, 0}, {0, 0.1f}}, {{0, 0.2f}, {0, 0}}};
    BufferedImage strip = AttentionStrip.of(List.of(GREY, GREY), weights);
    // A frame has 8×8 pixels, a patch 4×4; the margins are 8 pixels.
    assertEquals(200, strip.getRGB(8 + 16 + 5, 8 + 1) & 255); // the largest
    assertEquals(130, strip.getRGB(8 + 1, 8 + 1) & 255); // half of it: 200 · (0.3 + 0.7 / 2)
    assertEquals(130, strip.getRGB(8 + 5, 8 + 5) & 255);
    assertEquals(60, strip.getRGB(8 + 5, 8 + 1) & 255); // none: 200 · 0.3
  }

  @Test
  void refusesWeightsOfAnotherVideo() {
    assertThrows(
        IllegalArgumentException.class, () -> AttentionStrip.of(List.of(GREY), new float[2][2][2]));
  }
}
