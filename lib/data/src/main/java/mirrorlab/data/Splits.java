package mirrorlab.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code splits.json}: the planned contents of a set, written before the first episode is made.
 *
 * @param profile such as {@code full}, or another description of the contents
 * @param plan the plan that determines it
 * @param episodes the first episode of each split and the one after its last, by the split's label
 */
record Splits(String profile, EpisodePlan plan, Map<String, List<Integer>> episodes) {
  static final String FILE = "splits.json";

  /** Checks that nothing is missing. */
  Splits {
    if (profile == null || plan == null || episodes == null) {
      throw new IllegalArgumentException("profile, plan or episodes are missing");
    }
    for (Split split : Split.values()) {
      List<Integer> range = episodes.getOrDefault(split.label(), List.of());
      if (range.size() != 2 || range.get(0) < 0 || range.get(0) > range.get(1)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "episodes of %s are %s; there should be a first and a last + 1",
                split.label(),
                range));
      }
    }
  }

  static Splits of(String profile, EpisodePlan plan) {
    Map<String, List<Integer>> episodes = new LinkedHashMap<>();
    int from = 0;
    for (Split split : Split.values()) {
      int to = from + plan.entries(split).size();
      episodes.put(split.label(), List.of(from, to));
      from = to;
    }
    return new Splits(profile, plan, episodes);
  }

  /** Unplanned episodes, all in the training split. */
  static Splits toLearnFrom(String profile, int count) {
    EpisodePlan plan = new EpisodePlan(new TreeMap<>(), new TreeMap<>(), 0, 0, 0, 0);
    return only(Split.TRAIN, profile, plan, count);
  }

  /** Episodes of one split only. */
  static Splits only(Split split, String profile, EpisodePlan plan, int count) {
    Map<String, List<Integer>> episodes = new LinkedHashMap<>();
    for (Split other : Split.values()) {
      int from = other.compareTo(split) > 0 ? count : 0;
      int to = other.compareTo(split) < 0 ? 0 : count;
      episodes.put(other.label(), List.of(from, to));
    }
    return new Splits(profile, plan, episodes);
  }

  int from(Split split) {
    return episodes.get(split.label()).get(0);
  }

  int to(Split split) {
    return episodes.get(split.label()).get(1);
  }

  int count() {
    return to(Split.TEST_UNSEEN);
  }
}
