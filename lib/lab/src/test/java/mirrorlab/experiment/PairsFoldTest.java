package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mirrorlab.data.Split;
import org.junit.jupiter.api.Test;

/** Forty rows, two per episode, of some instructions. */
class PairsFoldTest {
  private static PairsLabels labels(int instructions, Optional<List<Split>> splits) {
    List<String> names = IntStream.range(0, 40).mapToObj(i -> "" + i / 2 % instructions).toList();
    return new PairsLabels(
        IntStream.range(0, 40).mapToObj(i -> "" + i / 2).toList(),
        names,
        Collections.nCopies(40, "task"),
        splits,
        Optional.empty(),
        Optional.empty());
  }

  private static Set<String> at(List<String> names, int[] rows) {
    return IntStream.of(rows).mapToObj(names::get).collect(Collectors.toSet());
  }

  @Test
  void foldsShareNoInstructionBetweenTrainingAndTest() {
    PairsLabels labels = labels(10, Optional.empty());
    PairsFold.Plan plan = PairsFold.of(labels, 0);
    assertEquals(List.of(Split.TEST_UNSEEN), plan.splits());
    assertEquals(5, plan.folds().size());
    Set<Integer> tested = new HashSet<>();
    for (PairsFold fold : plan.folds()) {
      int[] test = fold.tests().get(0);
      assertEquals(8, test.length);
      IntStream.of(test).forEach(i -> assertTrue(tested.add(i)));
      Set<String> asked = at(labels.instructions(), test);
      assertTrue(Collections.disjoint(asked, at(labels.instructions(), fold.train())));
      assertTrue(Collections.disjoint(asked, at(labels.instructions(), fold.validation())));
      assertTrue(
          Collections.disjoint(
              at(labels.episodes(), fold.train()), at(labels.episodes(), fold.validation())));
      assertEquals(32, fold.train().length + fold.validation().length);
      assertEquals(6, fold.validation().length); // three of sixteen episodes
    }
    assertEquals(40, tested.size());
  }

  @Test
  void fewInstructionsGiveFewFolds() {
    assertEquals(2, PairsFold.of(labels(4, Optional.empty()), 0).folds().size());
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> PairsFold.of(labels(3, Optional.empty()), 0));
    assertEquals(
        "folds need at least 4 instructions and there are 3; give the labels a column split",
        e.getMessage());
  }

  @Test
  void givenSplitsAreKept() {
    List<Split> splits = IntStream.range(0, 40).mapToObj(i -> Split.values()[i % 4]).toList();
    PairsFold.Plan plan = PairsFold.of(labels(10, Optional.of(splits)), 0);
    assertEquals(List.of(Split.TEST_SEEN, Split.TEST_UNSEEN), plan.splits());
    PairsFold fold = plan.folds().get(0);
    assertEquals(List.of(0, 4, 8), IntStream.of(fold.train()).boxed().limit(3).toList());
    assertEquals(1, fold.validation()[0]);
    assertEquals(2, fold.tests().get(0)[0]);
    assertEquals(3, fold.tests().get(1)[0]);
  }

  @Test
  void thereMustBeSomethingToFind() {
    PairsLabels labels = labels(20, Optional.empty()); // two rows of each, of one episode
    Exception e = assertThrows(IllegalArgumentException.class, () -> PairsFold.of(labels, 0));
    assertTrue(e.getMessage().startsWith("no two episodes of a test gallery"), e.getMessage());
  }

  @Test
  void thereMustBeSomethingToTrainAndTestOn() {
    for (Split only : List.of(Split.TRAIN, Split.TEST_SEEN)) {
      PairsLabels labels = labels(10, Optional.of(Collections.nCopies(40, only)));
      assertThrows(IllegalArgumentException.class, () -> PairsFold.of(labels, 0));
    }
  }
}
