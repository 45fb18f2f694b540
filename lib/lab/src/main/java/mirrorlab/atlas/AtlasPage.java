package mirrorlab.atlas;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.evaluation.Control;

/**
 * An atlas as one HTML file: {@code atlas.html} with its style, its scripts and the data as JSON.
 * Its policy of contents forbids every request.
 */
public final class AtlasPage {
  /** The size that films are made to fit, in bytes. */
  static final int MOST_BYTES = 8_000_000;

  /** The files that take the place of comments with their names. */
  private static final List<String> PARTS =
      List.of("atlas.css", "data.js", "map.js", "panel.js", "reader.js");

  private static final double BASE_64 = 4 / 3.0;
  private static final int LARGEST = 65_535; // of an unsigned short
  private static final Gson GSON =
      new Gson(); // writes < as \u003c, so that no text ends the script

  private AtlasPage() {}

  /** The page's data; indices count from 0, and typed arrays are little-endian in Base64. */
  private record Data(
      String note,
      List<String> tasks,
      List<Instruction> instructions,
      List<Integer> episodes,
      List<String> splits,
      List<Integer> split,
      List<String> outcomes,
      Map<String, List<Integer>> acted,
      List<View> views,
      Sheets films) {}

  /** An instruction and the index of its task. */
  private record Instruction(String text, int task) {}

  /**
   * A view.
   *
   * @param points unsigned shorts: x, y of U's points, then of E's
   * @param neighbours unsigned shorts: {@code each} episodes per point
   */
  private record View(String arm, String layer, String points, String neighbours, int each) {}

  /** Sprite sheets of {@code rows} episodes each. */
  private record Sheets(int side, int frames, int rows, List<Film> of) {}

  /** JPEGs. */
  private record Film(String name, List<String> sheets) {}

  /**
   * The page. Films are made as small as needed for 8 MB.
   *
   * @throws IllegalArgumentException if there are more than 65,535 episodes
   */
  public static String of(Atlas atlas) throws InterruptedException {
    return of(atlas, MOST_BYTES);
  }

  static String of(Atlas atlas, int mostBytes) throws InterruptedException {
    if (atlas.episodes().size() > LARGEST) {
      throw new IllegalArgumentException(
          "an atlas holds at most "
              + LARGEST
              + " episodes, not "
              + atlas.episodes().size()
              + "; show a part of them");
    }
    int others =
        page(atlas, List.of(), new Films.Sheets(new Films.Format(0, 0, 0), List.of())).length();
    long left = (long) ((mostBytes - others) / BASE_64);
    return page(atlas, atlas.films(), Films.sheets(atlas.films(), left));
  }

  private static String page(Atlas atlas, List<Films> films, Films.Sheets sheets) {
    String page = resource("atlas.html");
    for (String part : PARTS) {
      page = page.replace("/* " + part + " */", resource(part));
    }
    return page.replace("/* data */", GSON.toJson(data(atlas, films, sheets)));
  }

  private static Data data(Atlas atlas, List<Films> films, Films.Sheets sheets) {
    List<Episode> episodes = atlas.episodes();
    List<String> tasks = episodes.stream().map(Episode::task).distinct().sorted().toList();
    Map<List<Object>, Integer> numbers = new LinkedHashMap<>();
    List<Instruction> instructions = new ArrayList<>();
    List<Integer> each = new ArrayList<>();
    for (Episode it : episodes) {
      List<Object> instruction = List.of(it.task(), it.variation());
      if (!numbers.containsKey(instruction)) {
        numbers.put(instruction, instructions.size());
        instructions.add(new Instruction(it.instruction(), tasks.indexOf(it.task())));
      }
      each.add(numbers.get(instruction));
    }
    Map<String, List<Integer>> acted = new LinkedHashMap<>();
    atlas
        .outcomes()
        .forEach((arm, all) -> acted.put(arm, all.stream().map(AtlasPage::number).toList()));
    List<Film> of = new ArrayList<>();
    for (int i = 0; i < films.size(); i++) {
      of.add(
          new Film(
              films.get(i).of(),
              sheets.sheets().get(i).stream().map(Base64.getEncoder()::encodeToString).toList()));
    }
    List<Split> splits = atlas.splits().stream().distinct().toList();
    AtlasView first = atlas.views().get(0);
    return new Data(
        atlas.note(),
        tasks,
        instructions,
        each,
        splits.stream().map(Split::label).toList(),
        atlas.splits().stream().map(splits::indexOf).toList(),
        Stream.of(Outcome.values()).map(Control::name).toList(),
        acted,
        atlas.views().stream().map(view -> view(view.over(first))).toList(),
        new Sheets(sheets.format().side(), sheets.format().frames(), Films.ROWS, of));
  }

  /** An outcome's index, −1 for none. */
  private static int number(Optional<Outcome> outcome) {
    return outcome.map(Enum::ordinal).orElse(-1);
  }

  private static View view(AtlasView view) {
    int each = view.neighbours().length == 0 ? 0 : view.neighbours()[0].length;
    return new View(
        view.arm(),
        view.layer(),
        base64(places(view.points())),
        base64(Arrays.stream(view.neighbours()).flatMapToInt(Arrays::stream).toArray()),
        each);
  }

  /** The points' coordinates, the longer side of their bounding box scaled to 0 … 65,535. */
  private static int[] places(double[][] points) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double[] point : points) {
      for (int k = 0; k < 2; k++) {
        low[k] = Math.min(low[k], point[k]);
        high[k] = Math.max(high[k], point[k]);
      }
    }
    double side = Math.max(high[0] - low[0], high[1] - low[1]);
    double scale = side == 0 ? 0 : LARGEST / side;
    int[] places = new int[2 * points.length];
    for (int i = 0; i < places.length; i++) {
      int k = i % 2;
      double middle = (low[k] + high[k]) / 2;
      places[i] = (int) Math.round(LARGEST / 2.0 + scale * (points[i / 2][k] - middle));
    }
    return places;
  }

  private static String base64(int[] shorts) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * shorts.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : shorts) {
      bytes.putShort((short) Math.max(0, Math.min(LARGEST, number)));
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String resource(String name) {
    try (InputStream in = AtlasPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
