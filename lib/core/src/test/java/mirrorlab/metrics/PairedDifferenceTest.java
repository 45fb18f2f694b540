package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mirrorlab.metrics.PairedDifference.Item;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static Item item(String task, int instruction, String episode, double difference) {
    return new Item(task, task + " " + instruction, episode, difference);
  }

  private static List<Item> seed(double a, double b, double c) {
    return List.of(item("jar", 0, "1", a), item("jar", 1, "2", b), item("tap", 0, "3", c));
  }

  @Test
  void eachTaskAndEachSeedCountTheSame() {
    PairedDifference it =
        PairedDifference.of(List.of(seed(1, 0, 0), seed(1, 1, 0), seed(0, 0, 1)), Item::task);
    assertEquals(List.of(0.25, 0.5, 0.5), it.bySeed());
    assertEquals(1.25 / 3, it.value(), 1e-12);
  }

  @Test
  void overSeedsTheSeedsMeansAreTheItems() {
    PairedDifference it =
        PairedDifference.of(List.of(seed(.2, 0, 0), seed(.1, .1, .1), seed(0, 0, .4)), Item::task);
    // Means 0.05, 0.1, 0.2: deviation √(7/1200), t = 4.302653.
    double half = 4.302653 * Math.sqrt(7 / 1200.0 / 3);
    Interval overSeeds = it.overSeeds().orElseThrow();
    assertEquals(0.35 / 3 - half, overSeeds.low(), 1e-6);
    assertEquals(0.35 / 3 + half, overSeeds.high(), 1e-6);
    assertEquals(overSeeds, it.primary());
    assertEquals(3.2640 * Math.sqrt(7 / 1200.0), it.detectable().orElseThrow(), 1e-4);
  }

  @Test
  void oneSeedSaysNothingOfOtherTrainings() {
    PairedDifference it = PairedDifference.of(List.of(seed(.2, 0, .2)), Item::task);
    assertEquals(Optional.empty(), it.overSeeds());
    assertTrue(it.detectable().isEmpty());
    assertEquals(it.clustered(), it.primary());
    assertEquals(2, it.clustered().n());
  }

  private static List<Item> many(double... byInstruction) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < byInstruction.length; i++) {
      for (int k = 0; k < 1000; k++) {
        items.add(item(i < 2 ? "jar" : "tap", i, i + " " + k, byInstruction[i]));
      }
    }
    return items;
  }

  @Test
  void byTaskTheTasksMeansAreTheItems() {
    Interval it = PairedDifference.clustered(List.of(many(.02, 0, .02)), Item::task);
    // Two tasks, 0.01 and 0.02: error 0.005, and that of two more episodes in 3,000.
    double half = 12.706205 * Math.hypot(0.005, Math.sqrt(2) / 3000);
    assertEquals(0.015, it.value(), 1e-12);
    assertEquals(0.015 - half, it.low(), 1e-6);
    assertEquals(0.015 + half, it.high(), 1e-6);
    assertEquals(2, it.n());
  }

  @Test
  void byInstructionTheTasksStillCountTheSame() {
    Interval it = PairedDifference.clustered(List.of(many(.2, 0, .2)), Item::instruction);
    // θ = 0.15; e = ¼·0.05, ¼·(−0.15), ½·0.05; error² = 3/2 · (0.0125² + 0.0375² + 0.025²).
    double error = Math.sqrt(1.5 * (0.00015625 + 0.00140625 + 0.000625));
    assertEquals(0.15, it.value(), 1e-12);
    assertEquals(0.15 + 4.302653 * Math.hypot(error, Math.sqrt(2) / 3000), it.high(), 1e-6);
    assertEquals(3, it.n());
  }

  @Test
  void tasksThatAgreeByChanceLeaveDoubt() {
    Interval it = PairedDifference.clustered(List.of(many(0, 0, 0)), Item::task);
    assertEquals(-12.706205 * Math.sqrt(2) / 3000, it.low(), 1e-6);
  }

  @Test
  void ofSeveralSeedsAnEpisodeBelongsToOneCluster() {
    Interval one = PairedDifference.clustered(List.of(seed(.2, 0, .2)), Item::task);
    Interval same =
        PairedDifference.clustered(List.of(seed(.2, 0, .2), seed(.2, 0, .2)), Item::task);
    assertEquals(one.low(), same.low(), 1e-12);
    assertEquals(2, same.n());
  }

  @Test
  void scoresCannotDifferByMoreThanOne() {
    PairedDifference it = PairedDifference.of(List.of(seed(1, 1, 0), seed(0, 0, 0)), Item::task);
    assertEquals(-1, it.overSeeds().orElseThrow().low());
    assertEquals(1, it.overSeeds().orElseThrow().high());
  }

  @Test
  void anArmThatAlwaysWinsIsOneHigher() {
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      for (int k = 0; k < 3; k++) {
        all.add(item("t" + i, 0, i + " " + k, 1));
      }
    }
    Interval it = PairedDifference.clustered(List.of(all, all, all), Item::task);
    assertEquals(1, it.value(), 1e-12);
    assertEquals(1, it.high());
  }

  @Test
  void oneClusterTellsNothing() {
    List<Item> jar = List.of(item("jar", 0, "1", 1), item("jar", 1, "2", 0));
    Interval alone = PairedDifference.clustered(List.of(jar), Item::task);
    assertEquals(new Interval(0.5, -1, 1, 1), alone);
  }

  @Test
  void foldsMayHoldOtherEpisodes() {
    List<Item> other = List.of(item("jar", 2, "4", 0.4), item("tap", 1, "5", 0));
    PairedDifference it = PairedDifference.of(List.of(seed(.2, 0, .2), other), Item::instruction);
    assertEquals(0.15, it.bySeed().get(0), 1e-12);
    assertEquals(0.2, it.bySeed().get(1), 1e-12);
    assertEquals(5, it.clustered().n());
    assertEquals(Optional.empty(), it.hierarchical());
    assertFalse(PairedDifference.of(List.of(seed(1, 0, 0)), Item::task).hierarchical().isEmpty());
  }

  @Test
  void nothingHasNoDifference() {
    assertThrows(
        IllegalArgumentException.class, () -> PairedDifference.of(List.of(List.of()), Item::task));
  }
}
