package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import mirrorlab.episode.Encoder;
import mirrorlab.episode.Episode;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final float[][] FOUR = {{1}, {2}, {3}, {4}};

  @Test
  void shufflingDealsOnlyTheRowsOfEAnew() {
    int[] labels = IntStream.range(0, 50).toArray();
    float[][] rows = new float[50][];
    Arrays.setAll(rows, i -> new float[] {i});
    Pairs pairs = new Pairs(rows, rows, new Labels(labels, labels, labels));
    Pairs shuffled = pairs.shuffled(1);
    assertSame(rows, shuffled.understanding());
    assertSame(pairs.labels(), shuffled.labels());
    assertFalse(Arrays.equals(rows, shuffled.execution()));
    assertEquals(List.of(rows).size(), List.of(shuffled.execution()).size());
    assertTrue(List.of(rows).containsAll(List.of(shuffled.execution())));
    assertArrayEquals(shuffled.execution(), pairs.shuffled(1).execution());
    assertFalse(Arrays.equals(shuffled.execution(), pairs.shuffled(2).execution()));
  }

  @Test
  void someOfThePairsKeepTheirLabels() {
    int[] labels = {5, 6, 7, 8};
    Pairs some = new Pairs(FOUR, FOUR, new Labels(labels, labels, labels)).at(3, 0, 3);
    assertArrayEquals(new float[][] {{4}, {1}, {4}}, some.understanding());
    assertArrayEquals(new float[][] {{4}, {1}, {4}}, some.execution());
    assertArrayEquals(new int[] {8, 5, 8}, some.labels().instructions());
  }

  @Test
  void anyTwoEncodersCanBePaired() throws Exception {
    Encoder lengths = encoder("steps", episode -> new float[] {episode.steps().size()});
    Encoder seeds = encoder("seed", episode -> new float[] {episode.seed(), 1});
    List<Episode> episodes = Performances.ofNineTasks(12);
    Pairs pairs = Pairs.of(seeds, "seed", lengths, "steps", episodes);
    assertArrayEquals(new float[] {episodes.get(4).seed(), 1}, pairs.understanding()[4]);
    assertArrayEquals(new float[] {episodes.get(4).steps().size()}, pairs.execution()[4]);
    assertArrayEquals(Labels.of(episodes).instructions(), pairs.labels().instructions());
  }

  private static Encoder encoder(String layer, Function<Episode, float[]> of) {
    return new Encoder() {
      @Override
      public List<String> layers() {
        return List.of(layer);
      }

      @Override
      public Map<String, float[][]> represent(List<Episode> episodes, List<String> layers) {
        return Map.of(layer, episodes.stream().map(of).toArray(float[][]::new));
      }
    };
  }

  @Test
  void refusesWhatIsNoSetOfPairs() {
    int[] labels = {0, 1, 2, 3};
    refused("4 rows of U, 3 rows of E", FOUR, new float[3][1], labels);
    refused("row 1 of execution is 2 wide", FOUR, new float[][] {{1}, {1, 2}, {1}, {1}}, labels);
    refused(
        "row 3, column 0 of understanding is NaN",
        new float[][] {{1}, {1}, {1}, {Float.NaN}},
        FOUR,
        labels);
  }

  private static void refused(String part, float[][] u, float[][] e, int[] labels) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Pairs(u, e, new Labels(labels, labels, labels)))
            .getMessage();
    assertTrue(message.contains(part), message);
  }
}
