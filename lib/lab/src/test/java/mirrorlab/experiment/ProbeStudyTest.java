package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mirrorlab.alignment.Pairing;
import mirrorlab.alignment.Probe;
import mirrorlab.data.Demonstrations;
import mirrorlab.data.Split;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Outcome;
import mirrorlab.evaluation.Ablations.Input;
import mirrorlab.evaluation.LayerAlignment;
import mirrorlab.evaluation.Metric;
import mirrorlab.evaluation.OutcomeAlignment;
import mirrorlab.evaluation.ProbeItems;
import mirrorlab.evaluation.SpontaneousAlignment.Findings;
import mirrorlab.execution.KeyframePolicy;
import mirrorlab.experiment.ProbeArm.Acted;
import mirrorlab.experiment.ProbeArm.Source;
import mirrorlab.understanding.VideoTextEncoder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A study of encoders that have learnt nothing, on four instructions of two tasks. */
class ProbeStudyTest {
  private static final int DRAWS = 2;
  private static ProbeStudy.Found found;

  @BeforeAll
  static void measure() throws Exception {
    List<Episode> train = episodes(2, 10);
    List<Episode> validation = episodes(2, 40);
    List<Episode> test = episodes(3, 70);
    List<Episode> rollouts = new ArrayList<>();
    for (int i = 0; i < test.size(); i++) {
      Episode episode = test.get(i);
      rollouts.add(
          new Episode(
              episode.task(),
              episode.variation(),
              episode.instructions(),
              episode.seed(),
              i % 3 == 0 ? Outcome.WRONG_OBJECT : Outcome.SUCCESS,
              episode.seconds(),
              episode.video(),
              episode.steps()));
    }
    Probe.Settings few = new Probe.Settings(Pairing.INSTRUCTION, 0.1, 32, 10, 512, 3e-3, 0.1);
    try (Encoders encoders = Encoders.untrained(train, 5)) {
      ProbeStudy.Gallery gallery = new ProbeStudy.Gallery(Split.TEST_SEEN, test, rollouts);
      found =
          new ProbeStudy("baseline", encoders, DRAWS, few, 5)
              .measure(train, validation, List.of(gallery), what -> {})
              .get(0);
    }
  }

  /** Some episodes of each of four instructions. */
  private static List<Episode> episodes(int each, long seed) {
    List<Episode> episodes = new ArrayList<>();
    for (String task : List.of("open_drawer", "push_buttons")) {
      for (int i = 0; i < 2 * each; i++) {
        episodes.add(Demonstrations.perform(task, 1 + i % 2, seed + i));
      }
    }
    return episodes;
  }

  private static Metric find(String arm, String name, String by) {
    Findings findings = found.findings();
    List<Metric> all = new ArrayList<>(findings.metrics());
    all.addAll(findings.references());
    return all.stream()
        .filter(m -> m.arm().equals(arm) && m.name().equals(name) && m.by().equals(by))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " of " + arm + " by " + by));
  }

  @Test
  void everyArmHasRecallWithBothDirectionsAndNoNameTwice() {
    List<String> arms = new ArrayList<>(List.of("baseline", ProbeStudy.CSLS, ProbeStudy.LONG));
    arms.addAll(List.of(ProbeStudy.RIDGE, "shuffled pairs", ProbeStudy.WRONG, ProbeStudy.BY_WORD));
    ProbeArm.controls(true).forEach(arm -> arms.add(arm.name()));
    for (String arm : arms) {
      double there = find(arm, "recall@1 video→execution", "all").value();
      double back = find(arm, "recall@1 execution→video", "all").value();
      assertEquals((there + back) / 2, find(arm, "recall@1", "all").value(), 1e-9, arm);
      assertFalse(arm.contains(","), arm + " would break a row of items");
    }
    Set<String> seen = new HashSet<>();
    for (Metric metric : found.findings().references()) {
      assertTrue(seen.add(metric.arm() + metric.name() + metric.by()), metric.toString());
    }
    // Three episodes of each of four instructions: (3 − 1) / (12 − 1).
    assertEquals(2 / 11.0, find("chance", "recall@1", "all").value(), 1e-9);
  }

  @Test
  void theFactorialIsWhole() {
    Set<Set<Input>> cells = new HashSet<>();
    for (ProbeArm arm : ProbeArm.controls(true)) {
      if (arm.execution() == Source.UNTRAINED
          && arm.understanding() == Source.TRAINED
          && arm.acted() == Acted.SCENE) {
        assertTrue(cells.add(arm.withheld()), arm.name());
      }
    }
    assertEquals(7, cells.size()); // all but the one without any input
    assertFalse(cells.contains(EnumSet.allOf(Input.class)));
    assertEquals(
        6,
        ProbeArm.controls(true).stream()
            .filter(arm -> !arm.isDrawn() && !arm.withheld().isEmpty())
            .count());
    List<String> small = ProbeArm.controls(false).stream().map(ProbeArm::name).toList();
    assertTrue(small.contains("untrained E without instruction"));
    assertFalse(small.contains("untrained E without scene"));
  }

  @Test
  void drawsStandBesideTheirMean() {
    double mean = 0;
    for (int draw = 1; draw <= DRAWS; draw++) {
      mean += find("untrained E", "recall@1, draw " + draw, "all").value() / DRAWS;
    }
    assertEquals(find("untrained E", "recall@1", "all").value(), mean, 1e-9);
    // These encoders are untrained themselves, with the weights of the first draw.
    assertEquals(
        find("baseline", "recall@1", "all").value(),
        find("untrained E", "recall@1, draw 1", "all").value(),
        1e-9);
  }

  @Test
  void eachArmsItemsGiveItsRecall() {
    assertEquals(ProbeItems.EPISODE + "," + ProbeItems.HEADER, found.items().get(0));
    for (String arm : List.of("baseline", "untrained E", ProbeStudy.BY_WORD, "bag of words")) {
      double mean =
          found.items().stream()
              .map(row -> row.split(","))
              .filter(row -> row[3].equals(arm))
              .mapToDouble(row -> Double.parseDouble(row[5]))
              .average()
              .orElseThrow();
      assertEquals(find(arm, "recall@1", "all").value(), mean, 1e-3, arm);
    }
  }

  @Test
  void successesAreComparedInTheSameWayWithOthersInTheirPlace() {
    for (String name :
        List.of(
            "recall@1",
            "recall@1, E without scene",
            "recall@1, E's language alone",
            "recall@1, untrained E",
            "recall@1, " + ProbeStudy.TEXT_SCORE,
            OutcomeAlignment.LENGTH)) {
      assertEquals(4, find(OutcomeAlignment.DIFFERENCE, name, "all").n(), name);
      assertEquals(4, find(OutcomeAlignment.FAILURES, name, "wrong object").n(), name);
    }
  }

  @Test
  void layersHaveAllThreeNulls() {
    String by = LayerAlignment.by(VideoTextEncoder.VIDEO_OUT, KeyframePolicy.SCENE_COARSE);
    for (String which : List.of("", LayerAlignment.WITHIN, LayerAlignment.WITHIN_INSTRUCTION)) {
      for (String measure : List.of(LayerAlignment.MUTUAL_KNN, LayerAlignment.CKA)) {
        double p = find("baseline", measure + " p" + which, by).value();
        assertTrue(p >= 1 / 1001.0 && p <= 1, measure + which + " " + p);
        find("untrained U", measure + " p" + which, by);
      }
    }
  }
}
