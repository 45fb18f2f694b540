package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.evaluation.Recognition.Candidate;
import mirrorlab.evaluation.Recognition.Named;
import org.junit.jupiter.api.Test;

class RecognitionTest {
  private static final List<Candidate> CANDIDATES =
      Recognition.candidates(Map.of("open_drawer", List.of(2, 0, 1)));

  private static Episode drawer(int variation) {
    return new Episode(
        "open_drawer",
        variation,
        List.of(CANDIDATES.get(variation).instruction()),
        variation,
        Outcome.SUCCESS,
        1,
        List.of(),
        List.of());
  }

  private static Named named(String task, int rank, int taskRank) {
    return new Named(task, 0, 0, "this, not that", "that", rank, taskRank);
  }

  private static double value(List<Metric> metrics, String name, String by) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name) && metric.by().equals(by))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void candidatesAreTheWordingsOfEvaluationInOrder() {
    assertEquals(
        List.of("open the bottom drawer", "open the middle drawer", "open the top drawer"),
        CANDIDATES.stream().map(Candidate::instruction).toList());
  }

  @Test
  void aVideoCountsAmongTheFirstFiveUpToRankFive() {
    List<Metric> metrics =
        Recognition.metrics(
            "U", List.of(named("a", 1, 1), named("a", 5, 1), named("b", 6, 2), named("b", 2, 6)));
    assertEquals(0.25, value(metrics, "top-1", Metric.ALL));
    assertEquals(0.75, value(metrics, "top-5", Metric.ALL));
    assertEquals(0.5, value(metrics, "task top-1", Metric.ALL));
    assertEquals(0.75, value(metrics, "task top-5", Metric.ALL));
    assertEquals(0.5, value(metrics, "top-1", "a"));
    assertEquals(0, value(metrics, "top-1", "b"));
    assertEquals(0.5, value(metrics, "task top-5", "b"));
  }

  @Test
  void theMajorityIsWhatMostEpisodesToLearnFromShow() {
    List<Named> named =
        Recognition.majority(
            List.of(drawer(0), drawer(2)),
            List.of("open the top drawer", "open the bottom drawer", "open the top drawer"),
            CANDIDATES);
    assertEquals("open the top drawer", named.get(0).guess());
    assertEquals(2, named.get(0).rank());
    assertEquals(1, named.get(1).rank());
    assertEquals(1, named.get(0).taskRank());
  }

  @Test
  void chanceIsKInN() {
    List<Candidate> all =
        Recognition.candidates(Map.of("open_drawer", List.of(0, 1, 2), "turn_tap", List.of(0, 1)));
    List<Metric> chance = Recognition.chance(all);
    assertEquals(0.2, value(chance, "top-1", Metric.ALL));
    assertEquals(1, value(chance, "top-5", Metric.ALL));
    assertEquals(0.5, value(chance, "task top-1", Metric.ALL));
  }

  @Test
  void anInstructionThatIsNoCandidateIsNamed() {
    Episode other =
        new Episode("fly", 0, List.of("fly away"), 0, Outcome.SUCCESS, 1, List.of(), List.of());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Recognition.majority(List.of(other), List.of(), CANDIDATES))
            .getMessage()
            .contains("'fly away'"));
  }

  @Test
  void itemsQuoteTheirCommas() {
    assertEquals(
        "task,variation,seed,instruction,guess,rank,task_rank\n"
            + "a,0,0,\"this, not that\",\"that\",2,1\n",
        Recognition.items(List.of(named("a", 2, 1))).text());
  }
}
