package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.execution.PolicySize;
import mirrorlab.nn.Vocabulary;
import mirrorlab.understanding.VideoTextEncoder;
import mirrorlab.understanding.VideoTextSize;
import org.junit.jupiter.api.Test;

/** The lessons' drawings say of the encoders and of the loss what the code says. */
class DrawingsTest {
  private static final Vocabulary WORDS = Vocabulary.of(List.of("close the red jar"));

  private static String drawing(String name) throws IOException {
    return Files.readString(
        Path.of(System.getProperty("mirrorlab.root"), "notebooks/pictures", name + ".svg"));
  }

  /** What stands between tags, and is a name of the code. */
  private static Set<String> names(String drawing) {
    return Pattern.compile(">([a-z]+(?:\\.[a-z0-9]+)?)</text>")
        .matcher(drawing)
        .results()
        .filter(found -> drawing.substring(0, found.start()).endsWith("monospace\""))
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDrawingOfUHasItsLayersAndSizes() throws IOException {
    String drawing = drawing("understanding");
    VideoTextSize size = VideoTextSize.mini();
    try (VideoTextEncoder u = new VideoTextEncoder(size, WORDS, 0)) {
      Set<String> layers = new TreeSet<>(u.layers());
      layers.add(VideoTextEncoder.TEXT_OUT);
      assertEquals(layers, names(drawing));
    }
    int patches = size.pixels() / 16 * (size.pixels() / 16);
    assertTrue(drawing.contains("T = " + size.frames() + " frames"));
    assertTrue(drawing.contains("g² = " + patches + " patches"));
    assertTrue(drawing.contains("1 + T·g² = " + (1 + size.frames() * patches) + " tokens"));
    assertTrue(drawing.contains("D = " + size.video().width() + ", Z = " + size.embedding()));
  }

  @Test
  void theDrawingOfEHasItsLayersAndSizes() throws IOException {
    String drawing = drawing("execution");
    PolicySize size = PolicySize.mini();
    try (KeyframePolicy e = new KeyframePolicy(size, WORDS, 0)) {
      assertEquals(new TreeSet<>(e.layers()), names(drawing));
    }
    int tokens = size.pixels() / size.patch() * (size.pixels() / size.patch());
    assertTrue(drawing.contains("N = " + tokens + " tokens per view"));
    assertTrue(drawing.contains("D = " + size.width() + " numbers"));
    assertTrue(drawing.contains(size.pixels() + "×" + size.pixels() + " pixels"));
    assertTrue(drawing.contains("cube of " + Math.round(100 * size.closer()) + " cm"));
  }

  @Test
  void theDrawingOfTheLossHasItsSettings() throws IOException {
    String drawing = drawing("loss");
    AlignmentSettings settings = AlignmentSettings.DEFAULT;
    assertTrue(drawing.contains(String.format(Locale.ROOT, "memory: %,d", settings.memory())));
    assertTrue(drawing.contains("τ = " + settings.temperature()));
    assertTrue(drawing.contains("= " + settings.alignmentWeight()));
  }

  @Test
  void theirColoursAreThoseOfTheCharts() throws IOException {
    List<Color> shared = List.of(ChartTheme.COLORS).subList(0, 3);
    for (String name : List.of("mirror", "understanding", "execution", "loss")) {
      Set<String> hues =
          Pattern.compile("stroke=\"(#\\w{6})\" stroke-width=\"2\"/?>")
              .matcher(drawing(name))
              .results()
              .map(MatchResult::group)
              .map(found -> found.substring(8, 15))
              .collect(Collectors.toSet());
      assertFalse(hues.isEmpty(), name);
      hues.forEach(hue -> assertTrue(shared.contains(Color.decode(hue)), name + " has " + hue));
    }
  }
}
