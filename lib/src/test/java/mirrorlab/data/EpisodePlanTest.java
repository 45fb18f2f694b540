package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EpisodePlanTest {
  private static EpisodePlan plan(long seed) {
    TreeMap<String, List<Integer>> variations = new TreeMap<>();
    variations.put("open_drawer", List.of(0, 2));
    variations.put("close_jar", List.of(5));
    return new EpisodePlan(variations, new TreeMap<>(), 5, 2, 3, seed);
  }

  @Test
  void variationsTakeTurnsTaskByTask() {
    List<String> planned =
        plan(0).entries(Split.TRAIN).stream().map(e -> e.task() + e.variation()).toList();
    assertEquals(
        List.of(
            "close_jar5",
            "close_jar5",
            "close_jar5",
            "close_jar5",
            "close_jar5",
            "open_drawer0",
            "open_drawer2",
            "open_drawer0",
            "open_drawer2",
            "open_drawer0"),
        planned);
  }

  @Test
  void noSceneOfATaskIsPlannedTwiceWhateverTheSplitAndSeed() {
    Set<Long> seen = new HashSet<>();
    long planned = 0;
    for (long seed : LongStream.range(0, 3).toArray()) {
      for (Split split : Split.values()) {
        for (EpisodePlan.Entry entry : plan(seed).entries(split)) {
          if (entry.task().equals("close_jar")) {
            seen.addAll(entry.seeds());
            planned += entry.seeds().size();
          }
        }
      }
    }
    assertEquals(planned, seen.size());
    assertTrue(planned > 0);
  }
}
