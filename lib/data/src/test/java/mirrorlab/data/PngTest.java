package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngTest {
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 500;

  /** Smooth with some noise, so that ImageIO's writer uses several filters. */
  private static Image picture(int width, int height) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 7 + i / (3 * width) * 11 + random.nextInt(3));
    }
    return new Image(width, height, rgb);
  }

  @ParameterizedTest
  @CsvSource({"64, 64", "1, 1", "7, 300", "513, 2"})
  void readsWhatImageIoWrites(int width, int height) throws IOException {
    Image image = picture(width, height);
    Image read = Png.read(PackedImage.of(image).png()).orElseThrow();
    assertEquals(width, read.width());
    assertArrayEquals(image.rgb(), read.rgb());
  }

  @Test
  void otherKindsAreLeftToImageIo() throws IOException {
    BufferedImage grey = new BufferedImage(5, 4, BufferedImage.TYPE_BYTE_GRAY);
    grey.setRGB(2, 3, 0xFFFFFF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(grey, "png", out);
    assertTrue(Png.read(out.toByteArray()).isEmpty());
    Image image = new PackedImage(out.toByteArray()).unpack();
    assertEquals(-1, image.rgb()[3 * (3 * 5 + 2)]);
  }

  @Test
  void damageIsOneErrorOrAnotherPicture() throws IOException {
    byte[] png = PackedImage.of(picture(24, 20)).png();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] damaged = png.clone();
      for (int n = 0; n <= random.nextInt(4); n++) {
        damaged[random.nextInt(png.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(png.length) : png.length;
      PackedImage mutant = new PackedImage(Arrays.copyOf(damaged, length));
      try {
        mutant.unpack();
      } catch (UncheckedIOException e) {
        assertTrue(e.getMessage().startsWith("a picture is damaged"), e.getMessage());
      }
    }
    assertThrows(UncheckedIOException.class, () -> new PackedImage(new byte[3]).unpack());
  }

  @Test
  void bothReadersAgree() throws IOException {
    byte[] png = PackedImage.of(picture(64, 64)).png();
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    Image ours = Png.read(png).orElseThrow();
    assertEquals(
        read.getRGB(11, 13) & 0xFFFFFF,
        (ours.rgb()[3 * (13 * 64 + 11)] & 255) << 16
            | (ours.rgb()[3 * (13 * 64 + 11) + 1] & 255) << 8
            | ours.rgb()[3 * (13 * 64 + 11) + 2] & 255);
  }
}
