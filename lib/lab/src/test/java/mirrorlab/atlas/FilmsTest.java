package mirrorlab.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;

class FilmsTest {
  /** A picture of one grey. */
  private static Image grey(int value) {
    byte[] rgb = new byte[3 * 64 * 64];
    Arrays.fill(rgb, (byte) value);
    return new Image(64, 64, rgb);
  }

  private static BufferedImage read(byte[] jpeg) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  @Test
  void anEpisodeHasARowAndAFrameAColumn() throws Exception {
    List<List<Image>> videos = new ArrayList<>(Collections.nCopies(70, List.of(grey(0))));
    List<Image> brighter = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      brighter.add(grey(30 * i));
    }
    videos.set(66, brighter);
    videos.set(67, List.of());
    Films.Sheets made = Films.sheets(List.of(new Films("demonstration", videos)), 10_000_000);
    List<byte[]> sheets = made.sheets().get(0);
    assertEquals(64, made.format().side());
    assertEquals(2, sheets.size());
    assertEquals(64 * 64, read(sheets.get(0)).getHeight());
    BufferedImage second = read(sheets.get(1));
    assertEquals(6 * 64, second.getHeight());
    for (int i = 0; i < 8; i++) {
      assertEquals(30 * i, second.getRGB(64 * i + 32, 2 * 64 + 32) & 255, 3);
      assertEquals(0, second.getRGB(64 * i + 32, 3 * 64 + 32) & 255, 3);
    }
  }

  @Test
  void filmsAreMadeSmallerToFit() throws Exception {
    Random random = new Random(1);
    byte[] noise = new byte[3 * 64 * 64];
    random.nextBytes(noise);
    List<Image> video = Collections.nCopies(8, new Image(64, 64, noise));
    List<Films> films = List.of(new Films("demonstration", Collections.nCopies(20, video)));
    long large = Films.sheets(films, Long.MAX_VALUE).bytes();
    long before = large;
    for (long most : new long[] {large - 1, large / 4, large / 20}) {
      Films.Sheets made = Films.sheets(films, most);
      assertTrue(made.bytes() <= most && made.bytes() < before, made.format().toString());
      before = made.bytes();
    }
    assertEquals(16, Films.sheets(films, 0).format().side());
  }
}
