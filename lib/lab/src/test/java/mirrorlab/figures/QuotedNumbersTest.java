package mirrorlab.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.Result;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every number that a page or a lesson quotes with an interval is one of a committed record, or is
 * computed anew from the records' rows.
 */
class QuotedNumbersTest {
  private static final Path ROOT = Path.of(System.getProperty("mirrorlab.root"));
  private static final Path RESULTS = ROOT.resolve("data/results");

  /** Such as {@code 76.5 [74.9–78.2]}, {@code +1.1 points [−0.2, +2.4]}. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "([+−-]?\\d+(?:\\.\\d+)?)\\**(?: %| points)? \\[([+−-]?\\d+(?:\\.\\d+)?)(?:–|, )"
              + "([+−-]?\\d+(?:\\.\\d+)?)\\]");

  @TempDir static Path folder;
  private static final List<Interval> MEASURED = new ArrayList<>();

  @BeforeAll
  static void measureAll() throws IOException {
    for (Path record : files(RESULTS, ".json")) {
      Result result = Result.read(record);
      Stream.of(result.metrics(), result.references())
          .flatMap(List::stream)
          .map(Metric::interval)
          .forEach(MEASURED::add);
    }
    List<Path> quickstart = new ArrayList<>();
    for (String seed : List.of("0", "1", "2")) {
      quickstart.add(RESULTS.resolve("quickstart/seed-" + seed));
    }
    compare(quickstart, "baseline", "aligned");
    for (String seed : List.of("full/seed-0", "quick/seed-0")) {
      List<Path> one = List.of(RESULTS.resolve(seed));
      compare(one, "baseline", "aligned");
      compare(one, "baseline", "random-code");
      compare(one, "random-code", "aligned");
    }
    // E trained separately next to E of the baseline, and the arms' models kept on the way, under
    // the names of arms.
    Path full = RESULTS.resolve("full/seed-0");
    for (String split : List.of("test-seen", "test-unseen")) {
      copy(full, "control-" + split, "control-alone-" + split);
      copy(full, "control-baseline-" + split, "control-baseline-" + split);
    }
    compare(List.of(folder), "alone", "baseline");
    for (String step : List.of("3000", "9000", "18000")) {
      for (String arm : List.of("baseline", "aligned")) {
        copy(
            full,
            "control-" + arm + "-step-" + step + "-validation",
            "control-" + arm + step + "-test-seen");
      }
      compare(List.of(folder), "baseline" + step, "aligned" + step);
    }
  }

  private static void copy(Path from, String name, String as) throws IOException {
    Files.copy(from.resolve(name + ".csv"), folder.resolve(as + ".csv"));
  }

  private static void compare(List<Path> seeds, String reference, String arm) throws IOException {
    for (Comparison it : Comparison.read(seeds, reference, arm)) {
      MEASURED.add(it.difference());
      MEASURED.addAll(it.byTask().values());
    }
  }

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(files(ROOT.resolve("notebooks"), ".ipynb"));
    pages.addAll(files(ROOT.resolve("notebooks"), ".md"));
    pages.add(RESULTS.resolve("RESULTS.md"));
    pages.add(ROOT.resolve("README.md"));
    return pages.stream();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyQuotedIntervalWasMeasured(Path page) throws IOException {
    TreeSet<String> unknown = new TreeSet<>();
    Matcher quoted = QUOTED.matcher(text(page));
    String printed = printed(page);
    while (quoted.find()) {
      String bounds = "[" + quoted.group(2) + ", " + quoted.group(3) + "]";
      if (!printed.contains(bounds) && MEASURED.stream().noneMatch(it -> isQuoted(it, quoted))) {
        unknown.add(quoted.group());
      }
    }
    assertEquals(new TreeSet<>(), unknown);
  }

  @Test
  void aQuoteIsFoundInTheTextAndComparedAsItIsRounded() {
    Matcher quoted = QUOTED.matcher("it is **+1.1 points [−0.2, +2.4]** here");
    assertTrue(quoted.find());
    assertTrue(isQuoted(new Interval(0.0112, -0.0019, 0.0244, 5), quoted));
    assertFalse(isQuoted(new Interval(0.0112, -0.0019, 0.0246, 5), quoted));
  }

  private static boolean isQuoted(Interval it, Matcher quoted) {
    return Stream.of(1, 100)
        .anyMatch(
            scale ->
                isRounded(scale * it.value(), quoted.group(1))
                    && isRounded(scale * it.low(), quoted.group(2))
                    && isRounded(scale * it.high(), quoted.group(3)));
  }

  private static boolean isRounded(double number, String quoted) {
    String plain = quoted.replace('−', '-').replace("+", "");
    int point = plain.indexOf('.');
    int decimals = point < 0 ? 0 : plain.length() - point - 1;
    return Math.abs(number - Double.parseDouble(plain)) <= 0.5 * Math.pow(10, -decimals) + 1e-9;
  }

  /** A page's text; of a notebook that of its Markdown, since code prints what it computes. */
  private static String text(Path page) throws IOException {
    return isNotebook(page) ? lines(page, "markdown", "source") : Files.readString(page);
  }

  /** What a notebook's cells have printed: a lesson may say what to expect of its own run. */
  private static String printed(Path page) throws IOException {
    return isNotebook(page) ? lines(page, "code", "outputs") : "";
  }

  private static boolean isNotebook(Path page) {
    return page.toString().endsWith(".ipynb");
  }

  private static String lines(Path notebook, String type, String part) throws IOException {
    StringBuilder text = new StringBuilder();
    JsonObject file = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
    for (JsonElement cell : file.getAsJsonArray("cells")) {
      if (cell.getAsJsonObject().get("cell_type").getAsString().equals(type)) {
        strings(cell.getAsJsonObject().get(part), text);
      }
    }
    return text.toString();
  }

  private static void strings(JsonElement from, StringBuilder text) {
    if (from.isJsonArray()) {
      from.getAsJsonArray().forEach(part -> strings(part, text));
    } else if (from.isJsonObject()) {
      from.getAsJsonObject().asMap().values().forEach(part -> strings(part, text));
    } else if (from.isJsonPrimitive() && from.getAsJsonPrimitive().isString()) {
      text.append(from.getAsString());
    }
  }

  private static List<Path> files(Path under, String end) throws IOException {
    try (Stream<Path> all = Files.walk(under)) {
      return all.filter(path -> path.toString().endsWith(end))
          .filter(path -> !path.toString().contains("checkpoints"))
          .sorted()
          .toList();
    }
  }
}
