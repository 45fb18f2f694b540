package mirrorlab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import mirrorlab.metrics.PairedDifference.Item;
import org.junit.jupiter.api.Test;

/**
 * How often the intervals of {@link PairedDifference} hold the truth where two arms do not differ,
 * in simulated evaluations of the size and spread of the real ones. It prints what it measures; the
 * Javadoc of the intervals has the numbers of {@code -Dmirrorlab.tests=all}.
 */
class CoverageTest {
  private static final boolean ALL = "all".equals(System.getProperty("mirrorlab.tests"));
  private static final int WORLDS = ALL ? 4000 : 400;
  private static final int BOOTSTRAPPED = ALL ? 400 : 24;

  /**
   * A task of a simulated evaluation.
   *
   * @param differing share of episodes in which the arms differ
   * @param episodes of each instruction
   */
  private record Task(double differing, List<Integer> episodes) {}

  /** 18 tasks of 100 episodes; the shares are those of baseline and aligned, seed 0. */
  private static final List<Task> SEEN =
      tasks(.01, .02, 0, 0, 0, .2, .15, 0, .02, .05, 0, .03, .08, .04, .16, .07, .04, 0);

  /** 44 instructions in 8 tasks, as the split holds them. */
  private static final List<Task> UNSEEN =
      List.of(
          new Task(.08, Collections.nCopies(4, 25)),
          new Task(.04, Collections.nCopies(4, 25)),
          new Task(.03, Collections.nCopies(4, 25)),
          new Task(.09, Collections.nCopies(10, 10)),
          new Task(.02, Collections.nCopies(2, 50)),
          new Task(.08, Collections.nCopies(4, 25)),
          new Task(.16, List.of(9, 9, 9, 9, 8, 8, 8, 8, 8, 8, 8, 8)),
          new Task(.06, Collections.nCopies(4, 25)));

  private static List<Task> tasks(double... shares) {
    return Arrays.stream(shares).mapToObj(share -> new Task(share, List.of(100))).toList();
  }

  /**
   * Differences of arms that are equal in truth.
   *
   * @param times by how much more often than measured the arms differ
   * @param design effect: variance of a cluster's mean over that of independent episodes
   * @param training deviation, over trainings, of how the differing episodes lean to one arm
   */
  private static List<Item> world(
      List<Task> tasks, double times, double design, double training, Random random) {
    List<Item> items = new ArrayList<>();
    double lean = training * random.nextGaussian();
    for (int t = 0; t < tasks.size(); t++) {
      double p = times * tasks.get(t).differing;
      for (int i = 0; i < tasks.get(t).episodes.size(); i++) {
        int n = tasks.get(t).episodes.get(i);
        double own = Math.sqrt(3 * p * (design - 1) / n) * (2 * random.nextDouble() - 1);
        double shift = Math.max(-p, Math.min(p, lean * p + own));
        for (int k = 0; k < n; k++) {
          double u = random.nextDouble();
          double difference = u < (p + shift) / 2 ? 1 : u < p ? -1 : 0;
          items.add(new Item("t" + t, t + " " + i, t + " " + i + " " + k, difference));
        }
      }
    }
    return items;
  }

  private static boolean holdsZero(Interval it) {
    return it.low() <= 0 && 0 <= it.high();
  }

  private static double covered(
      List<Task> tasks, double times, double design, Function<Item, String> cluster) {
    Random random = new Random(1);
    int held = 0;
    for (int w = 0; w < WORLDS; w++) {
      List<Item> world = world(tasks, times, design, 0, random);
      held += holdsZero(PairedDifference.clustered(List.of(world), cluster)) ? 1 : 0;
    }
    return print(
        String.format(Locale.ROOT, "%d tasks, ×%.0f, design %.1f", tasks.size(), times, design),
        held);
  }

  private static double print(String what, int held) {
    System.out.printf(Locale.ROOT, "%s: %.3f of %d%n", what, (double) held / WORLDS, WORLDS);
    return (double) held / WORLDS;
  }

  @Test
  void clusteredByTaskHoldsTheTruth96TimesIn100() {
    for (double times : new double[] {1, 3}) {
      for (double design : new double[] {1, 3}) {
        assertEquals(0.96, covered(SEEN, times, design, Item::task), ALL ? 0.012 : 0.04);
      }
    }
  }

  @Test
  void clusteredByInstructionHoldsTheTruth95TimesIn100() {
    for (double times : new double[] {1, 3}) {
      for (double design : new double[] {2.4, 3.8}) {
        assertEquals(0.95, covered(UNSEEN, times, design, Item::instruction), ALL ? 0.012 : 0.04);
      }
    }
  }

  @Test
  void episodesThatCountAsIndependentHoldItLess() {
    assertTrue(covered(UNSEEN, 3, 3.8, Item::episode) < 0.85);
  }

  @Test
  void aPercentileBootstrapOfTasksHoldsItLess() {
    Random random = new Random(1);
    int held = 0;
    for (int w = 0; w < WORLDS; w++) {
      double[] tasks = new double[SEEN.size()];
      for (Item item : world(SEEN, 1, 3, 0, random)) {
        tasks[Integer.parseInt(item.task().substring(1))] += item.difference() / 100;
      }
      double[] means =
          IntStream.range(0, 1000)
              .mapToDouble(r -> random.ints(18, 0, 18).mapToDouble(t -> tasks[t]).sum() / 18)
              .toArray();
      held +=
          holdsZero(Interval.ofResamples(Arrays.stream(tasks).average().orElseThrow(), means, 18))
              ? 1
              : 0;
    }
    assertTrue(print("percentile bootstrap of tasks", held) < 0.93);
  }

  @Test
  void theHierarchicalBootstrapOfOneSeedIsTwoFifthsTooWide() {
    Random random = new Random(2);
    double width = 0;
    for (int w = 0; w < BOOTSTRAPPED; w++) {
      Interval it = hierarchical(List.of(world(SEEN, 1, 1, 0, random)));
      width += (it.high() - it.low()) / BOOTSTRAPPED;
    }
    double squares = 0;
    for (int w = 0; w < WORLDS; w++) {
      double mean =
          world(SEEN, 1, 1, 0, random).stream()
              .mapToDouble(Item::difference)
              .average()
              .orElseThrow();
      squares += mean * mean / WORLDS;
    }
    double ratio = width / (2 * 1.96 * Math.sqrt(squares));
    System.out.printf(Locale.ROOT, "hierarchical, one seed: %.3f of the right width%n", ratio);
    assertEquals(1.4, ratio, ALL ? 0.05 : 0.12);
  }

  @Test
  void ofThreeSeedsTheHierarchicalBootstrapMissesTheTruthWhereTrainingsDifferMost() {
    // Trainings differ by 0 and 12 times the noise of the episodes; in between, 3 times.
    double[] training = ALL ? new double[] {0, 1, 0.2} : new double[] {0, 1};
    double[] missed = new double[training.length];
    for (int k = 0; k < training.length; k++) {
      Random random = new Random(3);
      int student = 0;
      for (int w = 0; w < BOOTSTRAPPED; w++) {
        double noise = training[k];
        List<List<Item>> seeds =
            IntStream.range(0, 3).mapToObj(s -> world(SEEN, 3, 1, noise, random)).toList();
        PairedDifference it = PairedDifference.of(seeds, Item::task);
        missed[k] += holdsZero(it.hierarchical().orElseThrow()) ? 0 : 1.0 / BOOTSTRAPPED;
        student += holdsZero(it.overSeeds().orElseThrow()) ? 0 : 1;
      }
      System.out.printf(
          Locale.ROOT,
          "three seeds, training %.1f: hierarchical misses %.3f, t %.3f of %d%n",
          training[k],
          missed[k],
          (double) student / BOOTSTRAPPED,
          BOOTSTRAPPED);
      assertTrue(student <= BOOTSTRAPPED * 0.05 + 4 * Math.sqrt(BOOTSTRAPPED * 0.05 * 0.95));
    }
    assertTrue(missed[0] < 0.05, Arrays.toString(missed));
    assertTrue(missed[1] > 0.1, Arrays.toString(missed));
  }

  private static Interval hierarchical(List<List<Item>> seeds) {
    return PairedDifference.of(seeds, Item::task).hierarchical().orElseThrow();
  }
}
