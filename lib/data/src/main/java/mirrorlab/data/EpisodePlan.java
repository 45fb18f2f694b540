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
 * The episodes of a set, decided before the first is made.
 *
 * @param seen variations of each task (by id) for training and evaluation; they alternate, so that
 *     each has an equal share
 * @param unseen variations of some tasks that are reserved for {@link Split#TEST_UNSEEN}
 * @param train training episodes per task
 * @param validation validation episodes per task
 * @param test episodes per task in each test split
 * @param seed base of every scene's seed
 */
public record EpisodePlan(
    SortedMap<String, List<Integer>> seen,
    SortedMap<String, List<Integer>> unseen,
    int train,
    int validation,
    int test,
    long seed) {
  /** The number of seeds per planned episode: each attempt of the expert gets its own scene. */
  private static final int TRIES = 10;

  private static final long PER_SPLIT = 1_000_000;
  private static final int ENOUGH = 9; // variations, enough to hold out a fifth
  private static final int SHARE = 5;

  /** Copies the variations. */
  public EpisodePlan {
    seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    unseen = Collections.unmodifiableSortedMap(new TreeMap<>(unseen));
  }

  /**
   * The same plan with a fifth of the variations held out as unseen, chosen by the seed, in every
   * task that has nine or more.
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
   * One planned episode, made with the first of {@code seeds} for which the expert succeeds. All
   * variations of the plan, seen and unseen, are in play in each of its scenes.
   */
  record Entry(String task, int variation, List<Long> seeds, List<Integer> inPlay) {}

  /**
   * The variations of a task whose objects may appear in its scenes; empty if the task is not
   * planned.
   */
  List<Integer> inPlay(String task) {
    return variations().getOrDefault(task, List.of());
  }

  /** The episodes of all splits, split by split. */
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
