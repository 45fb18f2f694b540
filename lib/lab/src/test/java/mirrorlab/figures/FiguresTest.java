package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.CategoryChart;
import org.nd4j.linalg.factory.Nd4j;

class FiguresTest {
  private static final String ALL = "all";
  private static final Result PROBE =
      Result.of(
          "probe",
          "run-0",
          "trained encoders",
          0,
          "quick",
          "sha256:ab",
          "test-seen",
          List.of(Metric.of("trained encoders", "recall@1", ALL, new Interval(.5, .4, .8, 60))),
          List.of(
              Metric.of("shuffled pairs", "recall@1", ALL, new Interval(.08, .02, .15, 60)),
              Metric.of("untrained encoders", "recall@1", ALL, new Interval(.3, .2, .43, 60)),
              Metric.of("chance", "recall@1", ALL, Interval.exactly(.09))));

  @Test
  void theProbeIsDrawnBesideItsControls() {
    CategoryChart chart = Figures.probe(PROBE);
    assertEquals(
        List.of("trained encoders", "shuffled pairs", "untrained encoders"),
        List.copyOf(chart.getSeriesMap().keySet()));
    assertEquals(
        List.of(0.5, 0.0), List.copyOf(chart.getSeriesMap().get("trained encoders").getYData()));
  }

  @Test
  void aWhiskerReachesFromLowToHighOverTheMiddleOfItsBar() {
    CategoryChart chart = Figures.probe(PROBE);
    BufferedImage image = Pictures.sharp(chart);
    // Two groups of three bars: the first bar's middle, as BarChart lays it out.
    int x = (int) Math.round(2 * chart.getScreenXFromChart(.12 + .76 / 6));
    assertInk(true, image, x, 2 * chart.getScreenYFromChart(.78));
    assertInk(true, image, x, 2 * chart.getScreenYFromChart(.42));
    assertInk(false, image, x, 2 * chart.getScreenYFromChart(.38));
    assertInk(false, image, x, 2 * chart.getScreenYFromChart(.9));
    Color bar = new Color(image.getRGB(x + 40, (int) (2 * chart.getScreenYFromChart(.2))));
    assertEquals(ChartTheme.COLORS[0], bar);
  }

  private static Result outcomes() {
    List<Metric> metrics = new ArrayList<>(PROBE.metrics());
    for (String name : List.of("recall@1", "recall@1, U's text score", "keyframes")) {
      metrics.add(Metric.of("successes", name, ALL, new Interval(.8, .7, .9, 30)));
      metrics.add(Metric.of("failures", name, ALL, new Interval(.4, .3, .5, 30)));
      metrics.add(Metric.of("successes − failures", name, ALL, new Interval(.4, .3, .5, 30)));
    }
    metrics.add(Metric.of("successes", "recall@1", "timeout", new Interval(.8, .7, .9, 9)));
    metrics.add(Metric.of("failures", "recall@1", "timeout", new Interval(.2, .1, .5, 9)));
    return Result.of(
        "probe",
        "r",
        "trained encoders",
        0,
        "quick",
        "x",
        "test-seen",
        metrics,
        PROBE.references());
  }

  @Test
  void outcomesHaveAFigureOfTheirOwnARowAComparison() {
    // Three rows: as it is, failures by timeout, U's own text. A row is 34 pixels.
    int three = Figures.outcomes(outcomes()).getHeight();
    assertEquals(34 * 2, three - Figures.outcomes(only("keyframes", "timeout")).getHeight());
    // And they are no arms of the probe.
    assertEquals(Figures.controls(PROBE).getHeight(), Figures.controls(outcomes()).getHeight());
    assertThrows(IllegalArgumentException.class, () -> Figures.outcomes(PROBE));
  }

  /** The outcomes with nothing but what is there in every record. */
  private static Result only(String otherName, String otherBy) {
    return Result.of(
        "probe",
        "r",
        "trained encoders",
        0,
        "quick",
        "x",
        "test-seen",
        outcomes().metrics().stream()
            .filter(m -> !m.name().contains(",") && !m.by().equals(otherBy))
            .filter(m -> !m.name().equals(otherName))
            .toList(),
        List.of());
  }

  private static void assertInk(boolean expected, BufferedImage image, int x, double y) {
    boolean ink = false;
    for (int dx = -2; dx <= 2; dx++) {
      ink |= image.getRGB(x + dx, (int) Math.round(y)) == ChartTheme.INK.getRGB();
    }
    assertEquals(expected, ink, "ink at " + x + ", " + y);
  }

  @Test
  void successShowsATaskAGroupAndAnArmABar() {
    List<Metric> aligned = new ArrayList<>();
    List<Metric> baseline = new ArrayList<>();
    for (String task : List.of("close_jar", "place_shape_in_shape_sorter")) {
      aligned.add(Metric.of("aligned", "success", task, Interval.ofRate(18, 20)));
      baseline.add(Metric.of("baseline", "success", task, Interval.ofRate(15, 20)));
    }
    CategoryChart chart =
        Figures.success(List.of(control("baseline", baseline), control("aligned", aligned)));
    assertEquals(List.of("baseline", "aligned"), List.copyOf(chart.getSeriesMap().keySet()));
    assertEquals(
        List.of("close jar", "place shape in shape sorter"),
        List.copyOf(chart.getSeriesMap().get("aligned").getXData()));
  }

  private static Result control(String arm, List<Metric> metrics) {
    return Result.of("control", "r", arm, 0, "quick", "x", "test-seen", metrics, List.of());
  }

  @Test
  void paintingTwiceGivesTheSamePictureAndSize() {
    CategoryChart chart = Figures.probe(PROBE);
    int height = chart.getHeight();
    BufferedImage first = Pictures.sharp(chart);
    BufferedImage second = Pictures.sharp(chart);
    assertEquals(height, chart.getHeight());
    assertEquals(2 * height, second.getHeight());
    assertEquals(
        first.getRGB(500, 500), second.getRGB(500, 500), "the chart shrank when it was painted");
  }

  @Test
  void everyFigureIsWrittenAsPixelsAndVectorsWithoutADisplay(@TempDir Path folder)
      throws Exception {
    Map<String, double[][]> curves = new LinkedHashMap<>();
    curves.put("words", new double[][] {{1, 2, 3}, {3, 2, 1}});
    Pictures.write(Figures.curves("U learns", "step", curves), folder, "curves");
    Pictures.write(Figures.probe(PROBE), folder, "probe");
    Pictures.write(
        Figures.similarity("Alike?", Nd4j.eye(3), List.of("b", "a", "b")), folder, "similarity");
    for (String name : List.of("curves", "probe", "similarity")) {
      BufferedImage png = ImageIO.read(folder.resolve(name + ".png").toFile());
      assertTrue(png.getWidth() > 1000, name + " should be sharp");
      assertTrue(Files.readString(folder.resolve(name + ".svg")).contains("<svg"));
    }
    assertEquals(6, Files.list(folder).count());
  }

  @Test
  void similarityIsSortedByLabel() {
    var chart = Figures.similarity("Alike?", Nd4j.eye(3), List.of("b", "a", "b"));
    BufferedImage image = Pictures.sharp(chart);
    // Sorted a, b, b the matrix stays the identity: light on the diagonal only.
    int right = image.getWidth() - 180;
    int bottom = image.getHeight() - 88;
    assertEquals(0xfffde725, image.getRGB(right - 160, bottom - 160));
    assertEquals(0xff440154, image.getRGB(right - 160, bottom - 480));
    assertEquals(0xff440154, image.getRGB(right - 480, bottom - 160));
  }

  @Test
  void aResultOfAnotherKindIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Figures.success(List.of(PROBE)));
    assertThrows(IllegalArgumentException.class, () -> Figures.success(List.of()));
  }

  @Test
  void labelsMustFitTheMatrix() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Figures.similarity("", Nd4j.eye(3), List.of("a", "b")));
  }
}
