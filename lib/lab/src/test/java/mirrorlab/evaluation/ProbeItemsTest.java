package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.files.CsvTable;
import mirrorlab.metrics.Retrieval;
import mirrorlab.metrics.Similarity;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ProbeItemsTest {
  /** Instructions jar 0, jar 0, jar 1, jar 1 and tap 0, which is alone. */
  private static final List<Episode> EPISODES =
      List.of(
          episode("jar", 0, 10),
          episode("jar", 0, 11),
          episode("jar", 1, 12),
          episode("jar", 1, 13),
          episode("tap", 0, 14));

  private static final List<List<String>> NAMES = ProbeItems.names(EPISODES);
  private static final Labels LABELS = Labels.of(EPISODES);
  private static final INDArray SIMILARITY =
      Nd4j.createFromArray(
          new float[][] {
            {9, 1, 0, 0, 0}, {0, 9, 1, 0, 0}, {0, 0, 9, 2, 3}, {0, 0, 0, 9, 0}, {0, 0, 0, 0, 9}
          });

  private static Episode episode(String task, int variation, long seed) {
    return new Episode(
        task, variation, List.of("do"), seed, Outcome.SUCCESS, 1, List.of(), List.of());
  }

  private static CsvTable table(ProbeItems items) {
    return ProbeItems.EPISODE.beside(ProbeItems.COLUMNS).with(items.rows("trained", NAMES, NAMES));
  }

  @Test
  void aRowTellsWhatBecameOfOneQuery() {
    List<String> rows =
        table(ProbeItems.of(SIMILARITY, LABELS, LABELS)).text().lines().skip(1).toList();
    assertEquals(
        List.of(
            "jar,0,10,trained,video→execution,1,1,1",
            "jar,0,11,trained,video→execution,0,0,3", // after one, three ties of which one is right
            "jar,1,12,trained,video→execution,0,1,2",
            "jar,1,13,trained,video→execution,0.25,0.333,2.5", // four ties
            "jar,0,10,trained,execution→video,0.25,0.333,2.5"),
        rows.subList(0, 5));
    // Eight: the tap's two queries have nothing to find.
    assertEquals(8, rows.size());
    assertTrue(rows.stream().noneMatch(row -> row.startsWith("tap")));
  }

  @Test
  void theRecordsRecallIsTheMeanOfTheRows() {
    ProbeItems items = ProbeItems.of(SIMILARITY, LABELS, LABELS);
    double fromRows = Arrays.stream(table(items).numbers("hit")).average().orElseThrow();
    Metric recall = items.metrics("a", LABELS.instructions(), 0).get(0);
    assertEquals("recall@1", recall.name());
    assertEquals(fromRows, recall.value(), 1e-9);
    assertEquals(
        recall.value(),
        Arrays.stream(items.hits()).filter(hit -> !Double.isNaN(hit)).average().orElseThrow(),
        1e-9);
  }

  @Test
  void drawsAreAveragedQueryByQuery() {
    ProbeItems found = ProbeItems.of(SIMILARITY, LABELS, LABELS);
    float[][] reversed = {
      {0, 0, 1, 0, 0}, {1, 0, 0, 0, 0}, {0, 0, 0, 1, 0}, {0, 0, 1, 0, 0}, {0, 0, 0, 0, 0}
    };
    ProbeItems other = ProbeItems.of(Nd4j.createFromArray(reversed), LABELS, LABELS);
    double[] mean = ProbeItems.mean(List.of(found, other)).hits();
    for (int i = 0; i < 4; i++) {
      assertEquals((found.hits()[i] + other.hits()[i]) / 2, mean[i], 1e-9);
    }
    assertTrue(Double.isNaN(mean[4]));
  }

  @Test
  void videosAndExecutionsMayBelongToDifferentEpisodes() {
    // The video beside each execution is another episode's; the execution was told of it, and is
    // labelled so. It is not the query's own: they share no scene.
    int[] others = {2, 3, 0, 1};
    Labels scenes = LABELS.at(0, 1, 2, 3);
    Labels videos = scenes.at(others);
    Labels told = new Labels(scenes.episodes(), videos.instructions(), videos.tasks());
    double[] hits = ProbeItems.of(Nd4j.eye(4), videos, told).hits();
    assertArrayEquals(new double[] {1, 1, 1, 1}, hits);
    // Video 0 is of episode 2. The execution in scene 2 is hidden from it, however near it is.
    float[][] scene = new float[4][4];
    for (int i = 0; i < 4; i++) {
      scene[i][others[i]] = 1;
    }
    assertArrayEquals(
        new double[] {2 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0},
        ProbeItems.of(Nd4j.createFromArray(scene), videos, told).hits(),
        1e-9);
  }

  @Test
  void cslsMendsWhatAHubSpoils() {
    // Twelve instructions with two episodes each; execution 0 is near to every video.
    int n = 24;
    float[][] cosines = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        cosines[i][j] = i / 2 == j / 2 ? 0.5f : 0;
      }
      cosines[i][0] = 0.6f;
    }
    int[] episodes = IntStream.range(0, n).toArray();
    Labels labels =
        new Labels(episodes, IntStream.of(episodes).map(i -> i / 2).toArray(), new int[n]);
    INDArray similarity = Nd4j.createFromArray(cosines);
    List<Double> recalls = new ArrayList<>();
    for (ProbeItems items :
        List.of(
            ProbeItems.of(similarity, labels, labels),
            ProbeItems.csls(Similarity.of(similarity), labels, labels))) {
      recalls.add(items.metrics("", labels.instructions(), 0).get(1).value());
    }
    assertEquals(2 / 24.0, recalls.get(0), 1e-9); // videos 0 and 1 alone belong to the hub
    assertTrue(recalls.get(1) > 0.9, "recall " + recalls.get(1));
  }

  @Test
  void intervalsAreClustered() {
    // Two tasks, one found and one not: the interval says that either may be typical.
    int n = 40;
    float[][] cosines = new float[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        boolean alike = i / 10 == j / 10;
        cosines[i][j] = i / 20 != j / 20 ? -1 : alike == i < 20 ? 1 : 0;
      }
    }
    int[] episodes = IntStream.range(0, n).toArray();
    int[] tasks = IntStream.of(episodes).map(i -> i / 20).toArray();
    int[] instructions = IntStream.of(episodes).map(i -> i / 10).toArray();
    ProbeItems items =
        ProbeItems.of(
            Nd4j.createFromArray(cosines),
            new Labels(episodes, instructions, tasks),
            new Labels(episodes, instructions, tasks));
    Metric recall = items.metrics("", tasks, 0).get(0);
    assertEquals(0.5, recall.value(), 0.01);
    assertTrue(recall.low() < 0.01 && recall.high() > 0.99, recall.toString());
    Metric naive = items.metrics("", episodes, 0).get(0);
    assertTrue(naive.low() > 0.3 && naive.high() < 0.7, naive.toString());
  }

  @Test
  void severalBlocksFindWhatOneMatrixDoes() {
    int n = 4200; // 17.6 million similarities: two blocks
    Random random = new Random(1);
    float[][] cosines = new float[n][n];
    for (float[] row : cosines) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextFloat();
      }
    }
    int[] episodes = IntStream.range(0, n).map(i -> i / 2).toArray();
    int[] instructions = IntStream.range(0, n).map(i -> i % 300).toArray();
    Labels labels =
        new Labels(episodes, instructions, IntStream.of(instructions).map(i -> i % 7).toArray());
    Similarity similarity = Similarity.of(Nd4j.createFromArray(cosines));
    float[][] all = Retrieval.withoutOwn(cosines, episodes, episodes);
    float[][] within = Retrieval.within(all, labels.tasks(), labels.tasks());
    ProbeItems items = ProbeItems.of(similarity, labels, labels);
    assertArrayEquals(both(all, instructions), items.hits());
    assertArrayEquals(both(within, instructions), items.hitsWithinTask());
    ProbeItems scaled = ProbeItems.csls(similarity, labels, labels);
    assertArrayEquals(both(Retrieval.csls(all, 10), instructions), scaled.hits());
    assertArrayEquals(both(Retrieval.csls(within, 10), instructions), scaled.hitsWithinTask());
  }

  /** Recall@1 of each pair, the mean of both directions, from the whole matrix. */
  private static double[] both(float[][] rows, int[] labels) {
    Retrieval.Place[] there = Retrieval.places(rows, labels, labels);
    Retrieval.Place[] back = Retrieval.places(Retrieval.transposed(rows), labels, labels);
    return IntStream.range(0, labels.length)
        .mapToDouble(i -> (there[i].hit(1) + back[i].hit(1)) / 2)
        .toArray();
  }

  @Test
  void galleriesAreJoinedQueryByQuery() {
    ProbeItems one = ProbeItems.of(SIMILARITY, LABELS, LABELS);
    double[] joined = ProbeItems.join(List.of(one, one)).hits();
    assertArrayEquals(one.hits(), Arrays.copyOf(joined, 5));
    assertArrayEquals(one.hits(), Arrays.copyOfRange(joined, 5, 10));
    // Of two galleries of two and of four, in which all have one instruction but for their own.
    Labels two = new Labels(new int[] {0, 1}, new int[2], new int[2]);
    Labels four = new Labels(new int[] {0, 1, 2, 3}, new int[] {0, 0, 1, 1}, new int[4]);
    assertEquals((2 * 1 + 4 / 3.0) / 6, ProbeItems.chance(List.of(two, four)).get(0).value(), 1e-9);
  }
}
