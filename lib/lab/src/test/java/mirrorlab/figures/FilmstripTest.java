package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.Test;

class FilmstripTest {
  private static final Image DOTS =
      new Image(2, 1, new byte[] {(byte) 255, 0, 0, 0, 0, (byte) 255});

  @Test
  void enlargingKeepsEdgesSharp() {
    BufferedImage large = Filmstrip.enlarge(DOTS, 5);
    assertEquals(10, large.getWidth());
    assertEquals(5, large.getHeight());
    assertEquals(0xffff0000, large.getRGB(4, 4));
    assertEquals(0xff0000ff, large.getRGB(5, 0));
  }

  @Test
  void picturesGoOnInTheNextRow() {
    BufferedImage strip = Filmstrip.of(List.of(DOTS, DOTS, DOTS), List.of(), 50, 2);
    assertEquals(2 * 108 + 8, strip.getWidth());
    assertEquals(0xffff0000, strip.getRGB(10, 8 + 58 + 10));
    assertEquals(0xffffffff, strip.getRGB(8 + 108 + 10, 8 + 58 + 10));
  }

  @Test
  void longCaptionsAreBrokenBetweenWords() {
    int one = Filmstrip.of(List.of(DOTS), List.of("push"), 60, 1).getHeight();
    int two = Filmstrip.of(List.of(DOTS), List.of("push the red button"), 60, 1).getHeight();
    assertTrue(two >= one + 14, one + " → " + two);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    Image other = new Image(1, 1, new byte[3]);
    assertThrows(
        IllegalArgumentException.class, () -> Filmstrip.of(List.of(DOTS, other), List.of(), 2, 2));
    assertThrows(
        IllegalArgumentException.class, () -> Filmstrip.of(List.of(DOTS), List.of("a", "b"), 2, 2));
    assertThrows(IllegalArgumentException.class, () -> Filmstrip.of(List.of(), List.of(), 2, 2));
  }
}
