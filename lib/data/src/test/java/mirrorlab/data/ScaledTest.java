package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;

class ScaledTest {
  /** A picture of the given greys. */
  private static Image grey(int width, int... values) {
    byte[] rgb = new byte[3 * values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) values[i / 3];
    }
    return new Image(width, values.length / width, rgb);
  }

  @Test
  void halfTheSizeIsTheMeanOfFourPixels() {
    Image image = grey(4, 0, 10, 200, 255, 20, 30, 255, 250);
    assertArrayEquals(grey(2, 15, 240).rgb(), Scaled.to(2, 1, image).rgb());
  }

  @Test
  void twoThirdsShareThePixelBetween() {
    // (90 + 30/2) / 1.5 = 70, (30/2 + 60) / 1.5 = 50
    assertArrayEquals(grey(2, 70, 50).rgb(), Scaled.to(2, 1, grey(3, 90, 30, 60)).rgb());
  }

  @Test
  void twiceTheSizeRepeatsPixels() {
    assertArrayEquals(grey(4, 7, 7, 9, 9, 7, 7, 9, 9).rgb(), Scaled.to(4, 2, grey(2, 7, 9)).rgb());
  }

  @Test
  void theSameSizeIsThePictureItself() {
    Image image = grey(2, 1, 2);
    assertSame(image, Scaled.to(2, 1, image));
  }
}
