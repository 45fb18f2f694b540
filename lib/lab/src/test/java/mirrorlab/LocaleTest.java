package mirrorlab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.data.DemonstrationMaker;
import mirrorlab.data.EpisodePlan;
import mirrorlab.figures.Pictures;
import mirrorlab.figures.TrainingCurve;
import mirrorlab.files.Sha256;
import mirrorlab.world.Tasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, instructions, scenes, sets and pictures are the same wherever they are made. */
class LocaleTest {
  private static final boolean ALL = "all".equals(System.getProperty("mirrorlab.tests"));
  private static final Locale BEFORE = Locale.getDefault();
  private static final List<String> LOCALES = // the last two have our digits
      List.of("fa-IR", "ar-EG", "bn-BD", "ne-NP", "mr-IN", "my-MM", "tr-TR", "de-DE");

  @TempDir Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(BEFORE);
  }

  @Test
  void sixOfTheseLocalesHaveDigitsOfTheirOwn() {
    List<String> own =
        LOCALES.stream()
            .filter(tag -> !String.format(Locale.forLanguageTag(tag), "%d", 12).equals("12"))
            .toList();
    assertEquals(LOCALES.subList(0, 6), own);
  }

  @Test
  void everyInstructionIsTheSame() {
    Locale.setDefault(Locale.ROOT);
    List<String> expected = instructions();
    assertTrue(expected.contains("stack 2 red blocks"), expected.toString());
    for (String tag : LOCALES) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals(expected, instructions(), tag);
    }
  }

  private static List<String> instructions() {
    return Tasks.all().stream()
        .flatMap(
            task ->
                IntStream.range(0, task.variations())
                    .mapToObj(task::instructions)
                    .flatMap(List::stream))
        .toList();
  }

  @Test
  void aSetAndAChartAreTheSameToTheByte() throws Exception {
    Locale.setDefault(Locale.ROOT);
    List<String> expected = made(folder.resolve("root"));
    for (String tag : ALL ? LOCALES : List.of("fa-IR", "tr-TR")) {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals(expected, made(folder.resolve(tag)), tag);
    }
  }

  /** Each file that is made, with its checksum. */
  private static List<String> made(Path to) throws Exception {
    SortedMap<String, List<Integer>> tasks = new TreeMap<>();
    tasks.put("close_jar", List.of(0));
    tasks.put("stack_blocks", List.of(0));
    EpisodePlan plan = new EpisodePlan(tasks, new TreeMap<>(), 1, 0, 0, 0);
    DemonstrationMaker.make(to.resolve("set"), "test", plan, DemonstrationMaker.Listener.QUIET);
    Path metrics = to.resolve("metrics.csv");
    Files.writeString(metrics, "step,seconds,rate,loss\n1,0.5,0.001,1234.5\n2,1.5,0.001,0.25\n");
    Pictures.write(TrainingCurve.read(metrics).chart("Loss"), to, "chart");
    try (Stream<Path> files = Files.walk(to)) {
      List<Path> all = files.filter(Files::isRegularFile).sorted().toList();
      List<String> made = new ArrayList<>();
      for (Path file : all) {
        made.add(to.relativize(file) + " " + Sha256.of(file));
      }
      return made;
    }
  }
}
