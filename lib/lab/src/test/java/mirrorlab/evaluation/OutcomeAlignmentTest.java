package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mirrorlab.episode.Outcome;
import org.junit.jupiter.api.Test;

class OutcomeAlignmentTest {
  private final List<Trial> trials = new ArrayList<>();
  private final List<Double> hits = new ArrayList<>();

  private void add(int count, String task, Outcome outcome, int keyframes, double hit) {
    for (int i = 0; i < count; i++) {
      trials.add(new Trial(task, 0, trials.size(), outcome, keyframes));
      hits.add(hit);
    }
  }

  private List<Metric> metrics() {
    double[] all = hits.stream().mapToDouble(Double::doubleValue).toArray();
    return OutcomeAlignment.metrics("recall@1", all, trials, 0);
  }

  private Optional<Metric> find(String arm, String by) {
    return metrics().stream().filter(m -> m.arm().equals(arm) && m.by().equals(by)).findFirst();
  }

  private double value(String arm, String by) {
    return find(arm, by).orElseThrow().value();
  }

  @Test
  void bothKindsAreComparedAtTheSameMixOfTasks() {
    // Easy: 90 successes and 10 failures, all found. Hard: 10 and 90, none found.
    add(90, "easy", Outcome.SUCCESS, 5, 1);
    add(10, "easy", Outcome.TIMEOUT, 5, 1);
    add(10, "hard", Outcome.SUCCESS, 5, 0);
    add(90, "hard", Outcome.TIMEOUT, 5, 0);
    // Without matching it would be 90 % against 10 %.
    assertEquals(0.5, value(OutcomeAlignment.SUCCESSES, "all"), 1e-9);
    assertEquals(0.5, value(OutcomeAlignment.FAILURES, "all"), 1e-9);
    Metric difference = find(OutcomeAlignment.DIFFERENCE, "all").orElseThrow();
    assertEquals(0, difference.value(), 1e-9);
    assertEquals(20, difference.n()); // 10 pairs of either task
  }

  @Test
  void aDifferenceThatIsThereIsFound() {
    add(6, "jar", Outcome.SUCCESS, 5, 1);
    add(2, "jar", Outcome.UNREACHABLE, 5, 0);
    add(3, "tap", Outcome.SUCCESS, 5, 0); // no failure: no say
    assertEquals(1, value(OutcomeAlignment.SUCCESSES, "all"));
    assertEquals(0, value(OutcomeAlignment.FAILURES, "all"));
    assertEquals(1, value(OutcomeAlignment.DIFFERENCE, "all"));
    assertTrue(metrics().stream().allMatch(metric -> metric.n() == 2));
  }

  @Test
  void matchingOnLengthTakesAwayWhatLengthAloneDoes() {
    // What is long is never found, whether it succeeds or not; failures are long more often.
    add(40, "jar", Outcome.SUCCESS, 5, 1);
    add(10, "jar", Outcome.SUCCESS, 20, 0);
    add(10, "jar", Outcome.TIMEOUT, 6, 1);
    add(40, "jar", Outcome.TIMEOUT, 21, 0);
    assertEquals(0.8 - 0.2, value(OutcomeAlignment.DIFFERENCE, "all"), 1e-9);
    assertEquals(0, value(OutcomeAlignment.DIFFERENCE, OutcomeAlignment.SAME_LENGTH), 1e-9);
    assertEquals(20, find(OutcomeAlignment.FAILURES, "same length").orElseThrow().n());
    List<Metric> lengths = OutcomeAlignment.lengths(trials, 0);
    assertEquals(8, lengths.get(0).value(), 1e-9);
    assertEquals(18, lengths.get(1).value(), 1e-9);
    assertEquals("keyframes", lengths.get(0).name());
  }

  @Test
  void everyEndingIsComparedByItself() {
    add(10, "jar", Outcome.SUCCESS, 5, 1);
    add(4, "jar", Outcome.WRONG_OBJECT, 5, 0);
    add(6, "jar", Outcome.MISSED_GRASP, 5, 0.5);
    assertEquals(0.3, value(OutcomeAlignment.FAILURES, "all"), 1e-9);
    assertEquals(0, value(OutcomeAlignment.FAILURES, "wrong object"), 1e-9);
    assertEquals(0.5, value(OutcomeAlignment.FAILURES, "missed grasp"), 1e-9);
    assertEquals(4, find(OutcomeAlignment.SUCCESSES, "wrong object").orElseThrow().n());
    assertTrue(find(OutcomeAlignment.FAILURES, "timeout").isEmpty());
  }

  @Test
  void whatHasNothingToFindIsLeftOut() {
    add(2, "jar", Outcome.SUCCESS, 5, 1);
    add(2, "jar", Outcome.TIMEOUT, 5, 0);
    add(5, "jar", Outcome.SUCCESS, 5, Double.NaN);
    assertEquals(1, value(OutcomeAlignment.DIFFERENCE, "all"));
    assertEquals(2, find(OutcomeAlignment.DIFFERENCE, "all").orElseThrow().n());
  }

  @Test
  void withoutAFailureThereIsNothingToCompare() {
    add(5, "jar", Outcome.SUCCESS, 5, 1);
    assertEquals(List.of(), metrics());
  }
}
