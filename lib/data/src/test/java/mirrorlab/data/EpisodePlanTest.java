package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import mirrorlab.world.Task;
import mirrorlab.world.Tasks;
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

  @Test
  void aFifthOfManyVariationsIsKeptUnseen() {
    EpisodePlan plan = everything(0).holdingOut();
    assertEquals(44, plan.unseen().values().stream().mapToInt(List::size).sum());
    assertEquals(Set.of(2, 4, 10, 12), sizes(plan.unseen()));
    plan.unseen()
        .forEach(
            (task, unseen) -> {
              Set<Integer> all = new HashSet<>(plan.seen().get(task));
              assertTrue(all.stream().noneMatch(unseen::contains), task);
              all.addAll(unseen);
              assertEquals(Tasks.named(task).variations(), all.size());
            });
    assertEquals(List.of(0, 1, 2), plan.seen().get("open_drawer"));
  }

  @Test
  void theSeedDecidesWhichAreUnseen() {
    assertEquals(everything(0).holdingOut(), everything(0).holdingOut());
    assertNotEquals(everything(0).holdingOut().unseen(), everything(1).holdingOut().unseen());
  }

  @Test
  void unseenInstructionsAreNeverLearnt() {
    EpisodePlan plan = everything(3).holdingOut();
    for (Split split : Split.values()) {
      for (EpisodePlan.Entry entry : plan.entries(split)) {
        boolean isUnseen =
            plan.unseen().getOrDefault(entry.task(), List.of()).contains(entry.variation());
        assertEquals(split == Split.TEST_UNSEEN, isUnseen, entry.toString());
      }
    }
  }

  private static Set<Integer> sizes(Map<String, List<Integer>> variations) {
    return variations.values().stream().map(List::size).collect(Collectors.toSet());
  }

  private static EpisodePlan everything(long seed) {
    TreeMap<String, List<Integer>> variations = new TreeMap<>();
    for (Task task : Tasks.all()) {
      variations.put(task.id(), IntStream.range(0, task.variations()).boxed().toList());
    }
    return new EpisodePlan(variations, new TreeMap<>(), 60, 2, 2, seed);
  }
}
