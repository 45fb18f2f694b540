package mirrorlab.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.alignment.Labels;
import mirrorlab.data.Split;

/**
 * The use of a {@link PairsFile}'s rows for one training of the maps.
 *
 * @param train rows for training
 * @param validation rows for choosing layers and settings, at most {@link ProbeQuestions#MOST}
 * @param tests rows of each test gallery
 */
record PairsFold(int[] train, int[] validation, List<int[]> tests) {
  private static final int FOLDS = 5;
  private static final int HELD_OUT = 5; // every fifth episode, if there is no validation split

  /** The folds, and the split of each test gallery. */
  record Plan(List<Split> splits, List<PairsFold> folds) {}

  /**
   * The given splits; or, without any, five folds by instruction, each tested once with maps that
   * were trained on the others.
   *
   * @throws IllegalArgumentException if there is nothing to train on or to find, or if there are
   *     fewer than four instructions for folds
   */
  static Plan of(PairsLabels names, long seed) {
    Labels labels = names.labels();
    Plan plan =
        names
            .splits()
            .map(splits -> given(splits, labels, seed))
            .orElseGet(() -> byInstruction(labels, seed));
    if (plan.folds.stream()
        .flatMap(fold -> fold.tests.stream())
        .noneMatch(rows -> hasRightItems(labels.at(rows)))) {
      throw new IllegalArgumentException(
          "no two episodes of a test gallery have the same instruction, so there is nothing to"
              + " find; give more episodes, or name what they share as their instruction");
    }
    return plan;
  }

  private static boolean hasRightItems(Labels labels) {
    Map<Integer, Integer> episodes = new HashMap<>(); // the first of each instruction
    return IntStream.range(0, labels.size())
        .anyMatch(
            i ->
                episodes.merge(
                        labels.instructions()[i], labels.episodes()[i], (first, more) -> first)
                    != labels.episodes()[i]);
  }

  private static Plan given(List<Split> splits, Labels labels, long seed) {
    List<Split> tested =
        List.of(Split.TEST_SEEN, Split.TEST_UNSEEN).stream().filter(splits::contains).toList();
    if (!splits.contains(Split.TRAIN) || tested.isEmpty()) {
      throw new IllegalArgumentException(
          "the labels' column split needs rows of train, and of test-seen or test-unseen; without"
              + " the column there are folds by instruction");
    }
    List<int[]> tests = tested.stream().map(split -> rows(splits, split)).toList();
    int[] train = rows(splits, Split.TRAIN);
    PairsFold fold =
        splits.contains(Split.VALIDATION)
            ? new PairsFold(train, some(rows(splits, Split.VALIDATION), seed), tests)
            : heldOut(train, labels, tests, seed);
    return new Plan(tested, List.of(fold));
  }

  private static int[] rows(List<Split> splits, Split split) {
    return IntStream.range(0, splits.size()).filter(i -> splits.get(i) == split).toArray();
  }

  private static Plan byInstruction(Labels labels, long seed) {
    List<Integer> instructions =
        shuffled(IntStream.range(0, labels.size()).toArray(), labels.instructions(), seed);
    int count = Math.min(FOLDS, instructions.size() / 2);
    if (count < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "folds need at least 4 instructions and there are %d; give the labels a column split",
              instructions.size()));
    }
    List<PairsFold> folds = new ArrayList<>();
    for (int f = 0; f < count; f++) {
      int fold = f;
      Set<Integer> held =
          IntStream.range(0, instructions.size())
              .filter(i -> i % count == fold)
              .mapToObj(instructions::get)
              .collect(Collectors.toSet());
      IntPredicate isTest = i -> held.contains(labels.instructions()[i]);
      int[] rest = IntStream.range(0, labels.size()).filter(isTest.negate()).toArray();
      int[] test = IntStream.range(0, labels.size()).filter(isTest).toArray();
      folds.add(heldOut(rest, labels, List.of(test), seed));
    }
    return new Plan(List.of(Split.TEST_UNSEEN), folds);
  }

  /** Holds out a fifth of the episodes for validation. */
  private static PairsFold heldOut(int[] rows, Labels labels, List<int[]> tests, long seed) {
    List<Integer> episodes = shuffled(rows, labels.episodes(), seed);
    if (episodes.size() < 2) {
      throw new IllegalArgumentException(
          "only one episode is left to train on; give at least two, one of them for validation");
    }
    Set<Integer> held = new HashSet<>(episodes.subList(0, Math.max(1, episodes.size() / HELD_OUT)));
    IntPredicate isHeld = i -> held.contains(labels.episodes()[i]);
    return new PairsFold(
        IntStream.of(rows).filter(isHeld.negate()).toArray(),
        some(IntStream.of(rows).filter(isHeld).toArray(), seed),
        tests);
  }

  private static int[] some(int[] rows, long seed) {
    return IntStream.of(ProbeQuestions.sample(rows.length, ProbeQuestions.MOST, seed))
        .map(i -> rows[i])
        .toArray();
  }

  /** The different labels of some rows, in random order. */
  private static List<Integer> shuffled(int[] rows, int[] labels, long seed) {
    List<Integer> different =
        new ArrayList<>(IntStream.of(rows).map(i -> labels[i]).distinct().boxed().toList());
    Collections.shuffle(different, new Random(seed));
    return different;
  }
}
