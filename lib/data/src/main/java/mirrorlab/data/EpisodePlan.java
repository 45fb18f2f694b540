package mirrorlab.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which episodes a set holds, decided before the first is made.
 *
 * @param seen variations of each task (by id) to learn from and to be judged by; they take turns,
 *     so that each has its equal share
 * @param unseen variations of some tasks that are kept for {@link Split#TEST_UNSEEN} alone
 * @param train episodes a task to learn from
 * @param validation episodes a task to choose by
 * @param test episodes a task of each test split
 * @param seed from which the seed of every scene follows
 */
public record EpisodePlan(
    SortedMap<String, List<Integer>> seen,
    SortedMap<String, List<Integer>> unseen,
    int train,
    int validation,
    int test,
    long seed) {
  /** The scene of one planned episode, for each try of the expert another. */
  private static final int TRIES = 10;

  private static final long PER_SPLIT = 1_000_000;
  private static final int ENOUGH = 9; // variations, of which a fifth can be kept away
  private static final int SHARE = 5;

  /** Copies the variations. */
  public EpisodePlan {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
  }

  /**
   * The same plan with a fifth of the variations, chosen by the seed, kept unseen of every task
   * that has nine or more.
   */
  public EpisodePlan holdingOut() {
    SortedMap<String, List<Integer>> kept = new TreeMap<>(seen);
    SortedMap<String, List<Integer>> away = new TreeMap<>();
    seen.forEach(
        (task, variations) -> {
          if (variations.size() >= ENOUGH) {
            List<Integer> shuffled = new ArrayList<>(variations);
            Collections.shuffle(shuffled, new Random(seed + 31L * task.hashCode()));
            int count = Math.round((float) variations.size() / SHARE);
            away.put(task, shuffled.subList(0, count).stream().sorted().toList());
            kept.put(task, shuffled.subList(count, shuffled.size()).stream().sorted().toList());
          }
        });
    return new EpisodePlan(kept, away, train, validation, test, seed);
  }

  /** All variations by task, seen and unseen. */
  public SortedMap<String, List<Integer>> variations() {
    SortedMap<String, List<Integer>> all = new TreeMap<>(seen);
    unseen.forEach(
        (task, away) ->
            all.merge(
                task, away, (a, b) -> Stream.of(a, b).flatMap(List::stream).sorted().toList()));
    return all;
  }

  /**
   * One planned episode: the first of {@code seeds} with which the expert succeeds is taken. All
   * variations of the plan, seen and unseen, are in play in each of its scenes.
   */
  record Entry(String task, int variation, List<Long> seeds, List<Integer> inPlay) {}

  /** The variations of a task of which scenes may show the things; none if nobody planned it. */
  List<Integer> inPlay(String task) {
    return variations().getOrDefault(task, List.of());
  }

  /** The episodes of all splits, one split after the other. */
  List<Entry> entries() {
    return Stream.of(Split.values()).flatMap(split -> entries(split).stream()).toList();
  }

  /** The episodes of a split, task by task. */
  List<Entry> entries(Split split) {
    int count =
        switch (split) {
          case TRAIN -> train;
          case VALIDATION -> validation;
          case TEST_SEEN, TEST_UNSEEN -> test;
        };
    long base = PER_SPLIT * (Split.values().length * seed + split.ordinal());
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, List<Integer>> task : variations(split).entrySet()) {
      for (int i = 0; i < count; i++) {
        List<Long> seeds = new ArrayList<>();
        for (int attempt = 0; attempt < TRIES; attempt++) {
          seeds.add(base + (long) TRIES * i + attempt);
        }
        int variation = task.getValue().get(i % task.getValue().size());
        entries.add(new Entry(task.getKey(), variation, seeds, inPlay(task.getKey())));
      }
    }
    return entries;
  }

  private SortedMap<String, List<Integer>> variations(Split split) {
    return split == Split.TEST_UNSEEN ? unseen : seen;
  }
}
