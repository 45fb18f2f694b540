package mirrorlab.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Outcome;
import org.junit.jupiter.api.Test;

class AtlasPageTest {
  private static final String EVIL = "</script><img src=x onerror=alert(1)>";
  private static final Pattern DATA =
      Pattern.compile("<script id=\"data\" type=\"application/json\">(.*?)</script>");

  private static Episode episode(String task, int variation, String instruction, long seed) {
    return new Episode(
        task, variation, List.of(instruction), seed, Outcome.SUCCESS, 1, List.of(), List.of());
  }

  private static JsonObject data(String page) {
    Matcher found = DATA.matcher(page);
    assertTrue(found.find());
    return JsonParser.parseString(found.group(1)).getAsJsonObject();
  }

  private static int[] shorts(JsonObject view, String name) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(view.get(name).getAsString()))
            .order(ByteOrder.LITTLE_ENDIAN);
    int[] numbers = new int[bytes.remaining() / 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = bytes.getShort() & 0xffff;
    }
    return numbers;
  }

  private static List<Integer> integers(JsonArray array) {
    return array.asList().stream().map(it -> it.getAsInt()).toList();
  }

  private static final Atlas SMALL =
      new Atlas(
          "three episodes",
          List.of(
              episode("turn_tap", 0, "turn the left tap", 5),
              episode("close_jar", 1, EVIL, 6),
              episode("turn_tap", 0, "turn the left tap", 7)),
          List.of(Split.TEST_SEEN, Split.TEST_UNSEEN, Split.TEST_SEEN),
          Map.of(
              "aligned",
              List.of(
                  Optional.of(Outcome.WRONG_OBJECT),
                  Optional.empty(),
                  Optional.of(Outcome.SUCCESS))),
          List.of(
              new AtlasView(
                  "aligned",
                  "scene.coarse",
                  new double[][] {{-2, -1}, {2, 1}, {0, 0}, {0, 0}, {2, -1}, {-2, 1}},
                  new int[][] {{2, 0}, {1, 0}, {0, 1}, {2, 1}, {1, 2}, {0, 2}})),
          List.of());

  @Test
  void everyEpisodeIsThereWithItsInstructionTaskAndOutcome() throws Exception {
    JsonObject data = data(AtlasPage.of(SMALL));
    assertEquals("[\"close_jar\",\"turn_tap\"]", data.get("tasks").toString());
    assertEquals(List.of(0, 1, 0), integers(data.getAsJsonArray("episodes")));
    JsonObject second = data.getAsJsonArray("instructions").get(1).getAsJsonObject();
    assertEquals(EVIL, second.get("text").getAsString());
    assertEquals(0, second.get("task").getAsInt());
    assertEquals("[\"test-seen\",\"test-unseen\"]", data.get("splits").toString());
    assertEquals(List.of(0, 1, 0), integers(data.getAsJsonArray("split")));
    JsonArray outcomes = data.getAsJsonArray("outcomes");
    List<Integer> acted = integers(data.getAsJsonObject("acted").getAsJsonArray("aligned"));
    assertEquals("wrong_object", outcomes.get(acted.get(0)).getAsString());
    assertEquals(-1, acted.get(1));
    assertEquals("success", outcomes.get(acted.get(2)).getAsString());
  }

  @Test
  void placesFillTheSquareAndKeepTheirProportions() throws Exception {
    JsonObject view = data(AtlasPage.of(SMALL)).getAsJsonArray("views").get(0).getAsJsonObject();
    int[] places = shorts(view, "points");
    assertEquals(12, places.length);
    assertEquals(
        List.of(0, 16384, 65535, 49151), List.of(places[0], places[1], places[2], places[3]));
    assertEquals(2, view.get("each").getAsInt());
    int[] neighbours = shorts(view, "neighbours");
    assertEquals(12, neighbours.length);
    assertEquals(2, neighbours[0]);
    assertEquals(2, neighbours[11]);
  }

  @Test
  void textsDoNotEndTheScriptAndNothingIsAskedOfTheNetwork() throws Exception {
    String page = AtlasPage.of(SMALL);
    assertFalse(page.contains(EVIL));
    assertFalse(page.contains("://"), "an address");
    assertTrue(page.contains("default-src 'none'"));
  }

  @Test
  void aPageFitsItsSize() throws Exception {
    int n = 200;
    byte[] noise = new byte[3 * 64 * 64];
    new Random(1).nextBytes(noise);
    List<Image> video = Collections.nCopies(8, new Image(64, 64, noise));
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      episodes.add(episode("close_jar", i % 7, "close jar " + i % 7, i));
    }
    AtlasView view =
        new AtlasView("aligned", "scene.coarse", new double[2 * n][2], new int[2 * n][6]);
    List<Films> films = List.of(new Films("demonstration", Collections.nCopies(n, video)));
    Atlas atlas =
        new Atlas(
            "noise", episodes, Collections.nCopies(n, Split.TRAIN), Map.of(), List.of(view), films);
    for (int most : new int[] {400_000, 2_000_000}) {
      String page = AtlasPage.of(atlas, most);
      assertTrue(page.length() <= most, page.length() + " bytes");
      assertTrue(data(page).getAsJsonObject("films").get("side").getAsInt() >= 16);
    }
  }

  @Test
  void partsOfOtherSizesAreNamed() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Atlas(
                    "",
                    SMALL.episodes().subList(0, 2),
                    SMALL.splits().subList(0, 2),
                    Map.of(),
                    SMALL.views(),
                    List.of()));
    assertEquals("aligned, scene.coarse: 3 for 2 episodes", e.getMessage());
  }

  @Test
  void moreEpisodesThanAnIndexCanNameAreRefused() {
    int n = 65_536;
    AtlasView view =
        new AtlasView("aligned", "scene.coarse", new double[2 * n][], new int[2 * n][]);
    Atlas atlas =
        new Atlas(
            "",
            Collections.nCopies(n, SMALL.episodes().get(0)),
            Collections.nCopies(n, Split.TRAIN),
            Map.of(),
            List.of(view),
            List.of());
    Exception e = assertThrows(IllegalArgumentException.class, () -> AtlasPage.of(atlas));
    assertTrue(e.getMessage().contains("65536"), e.getMessage());
  }
}
