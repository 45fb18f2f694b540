package mirrorlab.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import mirrorlab.data.Episode;
import mirrorlab.world.Outcome;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final float[][] FOUR = {{1}, {2}, {3}, {4}};

  @Test
  void labelsComeFromTaskAndVariation() {
    Pairs pairs =
        Pairs.of(
            List.of(episode("jar", 0), episode("jar", 1), episode("drawer", 0), episode("jar", 1)),
            FOUR,
            FOUR);
    assertArrayEquals(new int[] {0, 1, 2, 3}, Pairing.EPISODE.labels(pairs));
    assertArrayEquals(new int[] {0, 1, 2, 1}, Pairing.INSTRUCTION.labels(pairs));
    assertArrayEquals(new int[] {0, 0, 1, 0}, Pairing.TASK.labels(pairs));
  }

  @Test
  void shufflingDealsOnlyTheRowsOfEAnew() {
    int[] labels = IntStream.range(0, 50).toArray();
    float[][] rows = new float[50][];
    Arrays.setAll(rows, i -> new float[] {i});
    Pairs pairs = new Pairs(rows, rows, labels, labels);
    Pairs shuffled = pairs.shuffled(1);
    assertSame(rows, shuffled.understanding());
    assertArrayEquals(labels, shuffled.instructions());
    assertFalse(Arrays.equals(rows, shuffled.execution()));
    assertEquals(List.of(rows).size(), List.of(shuffled.execution()).size());
    assertTrue(List.of(rows).containsAll(List.of(shuffled.execution())));
    assertArrayEquals(shuffled.execution(), pairs.shuffled(1).execution());
    assertFalse(Arrays.equals(shuffled.execution(), pairs.shuffled(2).execution()));
  }

  @Test
  void refusesWhatIsNoSetOfPairs() {
    int[] labels = {0, 1, 2, 3};
    refused("4 rows of U, 3 rows of E", FOUR, new float[3][1], labels);
    refused("row 1 of execution is 2 wide", FOUR, new float[][] {{1}, {1, 2}, {1}, {1}}, labels);
    refused(
        "row 3 of understanding holds NaN",
        new float[][] {{1}, {1}, {1}, {Float.NaN}},
        FOUR,
        labels);
  }

  private static void refused(String part, float[][] u, float[][] e, int[] labels) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Pairs(u, e, labels, labels))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  private static Episode episode(String task, int variation) {
    return new Episode(task, variation, List.of("do"), 0, Outcome.SUCCESS, 1, List.of(), List.of());
  }
}
