package mirrorlab.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The difference between two arms on the same episodes, with a hierarchical bootstrap: seeds, tasks
 * and the episodes of each task are drawn with replacement, one within the other.
 *
 * <p>It is reported beside other intervals and is not used for verdicts. With one seed it counts
 * the noise of episodes twice, once in the tasks' observed means: if episodes are independent it is
 * 40 % too wide. With three seeds its error depends on the variation between trainings. For two
 * truly equal arms it excluded 0 in 0 % of simulated studies when trainings did not differ, in 9 %
 * when they differed by three times the noise of the episodes, and in 22 % at twelve times.
 */
public final class HierarchicalBootstrap {
  private static final int RESAMPLES = 10_000;

  private HierarchicalBootstrap() {}

  /**
   * The mean over seeds, tasks and episodes, with tasks weighted equally, and its 95 % interval.
   *
   * @param differences {@code [seed][task][episode]}: an episode's score in one arm minus that in
   *     the other; episodes are the same for every seed
   * @param seed of the draws
   */
  public static Interval of(double[][][] differences, long seed) {
    check(differences);
    SplittableRandom random = new SplittableRandom(seed);
    int tasks = differences[0].length;
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      int[] seeds = random.ints(differences.length, 0, differences.length).toArray();
      for (int t = 0; t < tasks; t++) {
        int task = random.nextInt(tasks);
        int episodes = differences[0][task].length;
        double sum = 0;
        for (int i = 0; i < episodes; i++) {
          int episode = random.nextInt(episodes);
          for (int s : seeds) {
            sum += differences[s][task][episode];
          }
        }
        means[r] += sum / episodes / seeds.length / tasks;
      }
    }
    double mean =
        Arrays.stream(differences)
            .flatMap(Arrays::stream)
            .mapToDouble(episodes -> Arrays.stream(episodes).average().orElseThrow())
            .average()
            .orElseThrow();
    int n = Arrays.stream(differences[0]).mapToInt(episodes -> episodes.length).sum();
    return Interval.ofResamples(mean, means, n);
  }

  private static void check(double[][][] differences) {
    if (differences.length == 0 || differences[0].length == 0) {
      throw new IllegalArgumentException("paired differences need at least one seed and one task");
    }
    for (double[][] seed : differences) {
      for (int t = 0; t < differences[0].length; t++) {
        if (seed.length != differences[0].length
            || seed[t].length != differences[0][t].length
            || seed[t].length == 0) {
          throw new IllegalArgumentException(
              "paired differences need the same tasks and episodes for every seed, at least one of"
                  + " each");
        }
        Finite.check(String.format(Locale.ROOT, "the difference of task %d, episode", t), seed[t]);
      }
    }
  }
}
