package mirrorlab.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which episodes a set holds, decided before the first is made.
 *
 * @param variations of each task (by id); they take turns, so that each has its equal share
 * @param train episodes a task to learn from
 * @param validation episodes a task to choose by
 * @param test episodes a task to be judged by, once
 * @param seed from which the seed of every scene follows
 */
public record EpisodePlan(
    SortedMap<String, List<Integer>> variations, int train, int validation, int test, long seed) {
  /** The scene of one planned episode, for each try of the expert another. */
  private static final int TRIES = 10;

  private static final long PER_SPLIT = 1_000_000;

  /** Copies the variations. */
  public EpisodePlan {
    variations = new TreeMap<>(variations);
  }

  /** One planned episode: the first of {@code seeds} with which the expert succeeds is taken. */
  record Entry(String task, int variation, List<Long> seeds) {}

  /** The episodes of a split, task by task. */
  List<Entry> entries(Split split) {
    int count =
        switch (split) {
          case TRAIN -> train;
          case VALIDATION -> validation;
          case TEST -> test;
        };
    long base = PER_SPLIT * (Split.values().length * seed + split.ordinal());
    List<Entry> entries = new ArrayList<>();
    variations.forEach(
        (task, choices) -> {
          for (int i = 0; i < count; i++) {
            List<Long> seeds = new ArrayList<>();
            for (int attempt = 0; attempt < TRIES; attempt++) {
              seeds.add(base + (long) TRIES * i + attempt);
            }
            entries.add(new Entry(task, choices.get(i % choices.size()), seeds));
          }
        });
    return entries;
  }
}
