package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.madgag.gif.fmsware.GifDecoder;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifTest {
  private static BufferedImage plain(int width, Color color) {
    BufferedImage image = new BufferedImage(width, 20, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, width, 20);
    graphics.dispose();
    return image;
  }

  @Test
  void repeatsForEverAndKeepsSizeDelayAndColours(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.gif");
    Gif.write(file, List.of(plain(30, Color.RED), plain(30, Color.BLUE)), 80);
    GifDecoder gif = new GifDecoder();
    assertEquals(
        GifDecoder.STATUS_OK, gif.read(new ByteArrayInputStream(Files.readAllBytes(file))));
    assertEquals(2, gif.getFrameCount());
    assertEquals(0, gif.getLoopCount());
    assertEquals(80, gif.getDelay(1));
    assertEquals(30, gif.getFrame(0).getWidth());
    Color second = new Color(gif.getFrame(1).getRGB(5, 5));
    assertTrue(second.getBlue() > 240 && second.getRed() < 15, second.toString());
    assertEquals(1, Files.list(folder).count());
  }

  @Test
  void refusesFramesOfDifferentSizesByName() {
    var frames = List.of(plain(30, Color.RED), plain(31, Color.RED));
    var error = assertThrows(IllegalArgumentException.class, () -> Gif.encode(frames, 80));
    assertTrue(error.getMessage().startsWith("frame 1 is 31×20 and frame 0 is 30×20"));
    assertThrows(IllegalArgumentException.class, () -> Gif.encode(List.of(), 80));
  }
}
