package mirrorlab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import mirrorlab.episode.Image;
import mirrorlab.nn.Progress;
import org.junit.jupiter.api.Test;

/** Outside a notebook; what cells show is tested in a real kernel, in {@code test_kernel.py}. */
class LiveTest {

  @Test
  void aProgressBarPrintsItsFirstAndItsLastState() {
    List<String> lines =
        printed(
            () -> {
              try (ProgressBar bar = ProgressBar.of("acting", 3)) {
                bar.step();
                bar.step();
                bar.step();
              }
            });
    assertEquals(List.of("acting: 0 of 3", "acting: 3 in 0 s"), lines);
  }

  @Test
  void aBarThatWasLeftEarlySaysHowFarItCame() {
    ProgressBar bar = ProgressBar.of("acting", 4);
    bar.step();
    assertTrue(bar.toString().startsWith("acting: 1 of 4, "), bar.toString());
  }

  @Test
  void aLossCurvePrintsItsTitleAndItsLastStep() {
    List<String> lines =
        printed(
            () -> {
              LossCurve curve = new LossCurve("U learns");
              for (int step = 1; step <= 3; step++) {
                curve.accept(
                    new Progress(
                        step,
                        3,
                        Map.of("text", 0.5 / step, "video", 1.0 / step),
                        Map.of(),
                        Map.of("", 1e-3),
                        Duration.ofSeconds(30L * step),
                        Duration.ofSeconds(30L * (3 - step)),
                        0));
              }
            });
    assertEquals(List.of("U learns", "U learns: step 3 of 3, loss 0.500, in 1 min 30 s"), lines);
  }

  @Test
  void filmsThatAreTooWideForOneRowFillEvenRows() {
    List<Image> film = List.of(new Image(320, 100, new byte[3 * 320 * 100]));
    List<List<Image>> films = Collections.nCopies(4, film);
    Animation three = Animation.beside(films.subList(0, 3), List.of(), 5);
    Animation four = Animation.beside(films, List.of(), 5);
    assertEquals(8 + 3 * 328, three.width()); // with margins of 8 pixels
    assertEquals(8 + 2 * 328, four.width());
    assertEquals(8 + 2 * 108, four.height());
  }

  @Test
  void anAnimationRefusesASpeedThatGifDoesNotHave() {
    List<Image> frames = List.of(new Image(1, 1, new byte[3]));
    for (int perSecond : new int[] {0, 51}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Animation.of(frames, perSecond))
              .getMessage();
      assertTrue(message.startsWith("perSecond is " + perSecond), message);
    }
  }

  private static List<String> printed(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
