package mirrorlab.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.evaluation.Imitation.Compared;
import mirrorlab.metrics.Interval;
import org.junit.jupiter.api.Test;

class ImitationTest {
  private static final Pose HAND = Pose.down(0.2, 0, 1, 0);
  private static final Pose THERE = HAND.plus(0.2, 0.1, -0.1);

  /** From the hand's pose to another, with the gripper before and after. */
  private static Step step(boolean wasOpen, Pose to, boolean open) {
    Proprioception felt = new Proprioception(HAND, wasOpen, 0, 0);
    return new Step(new Observation(List.of(), felt), new Keyframe(to, open, true), 0);
  }

  private static Episode episode(String task, Step... steps) {
    return new Episode(task, 3, List.of("do it"), 7, Outcome.SUCCESS, 1, List.of(), List.of(steps));
  }

  /** Does what is demonstrated, moved by metres along x in the order of the keyframes. */
  private static Policy off(List<Episode> episodes, double... metres) {
    List<Step> steps = episodes.stream().flatMap(e -> e.steps().stream()).toList();
    return (seen, instruction) -> {
      for (int k = 0; k < metres.length; k++) {
        if (steps.get(k).observation() == seen) {
          Keyframe action = steps.get(k).action();
          return new Keyframe(
              action.pose().plus(metres[k], 0, 0), action.gripperOpen(), action.ignoreCollisions());
        }
      }
      throw new AssertionError("seen where nothing was demonstrated");
    };
  }

  private static List<Metric> metrics(List<Episode> episodes, Policy policy) throws Exception {
    return Imitation.metrics("E", Imitation.run(episodes, policy, done -> {}), 0);
  }

  private static List<Metric> find(List<Metric> metrics, String name, String by) {
    return metrics.stream().filter(m -> m.name().equals(name) && m.by().equals(by)).toList();
  }

  private static double value(List<Metric> metrics, String name, String by) {
    return find(metrics, name, by).get(0).value();
  }

  @Test
  void aPhaseIsToldByWhereTheHandGoesThenByTheGripper() {
    Pose near = HAND.plus(0.05, 0, -0.3);
    assertEquals(Phase.REACH, Phase.of(step(true, THERE, false)));
    assertEquals(Phase.CARRY, Phase.of(step(false, THERE, true)));
    assertEquals(Phase.CLOSE, Phase.of(step(true, near, false)));
    assertEquals(Phase.OPEN, Phase.of(step(false, near, true)));
    assertEquals(Phase.NEAR, Phase.of(step(true, near, true)));
    assertEquals(Phase.NEAR, Phase.of(step(false, near, false)));
  }

  @Test
  void centimetresAreAMeanOverEpisodesOfTheirMeans() throws Exception {
    List<Episode> episodes =
        List.of(
            episode("a", step(true, HAND, true)),
            episode("b", step(true, HAND, true), step(true, THERE, true)));
    List<Metric> metrics = metrics(episodes, off(episodes, 0.012, 0.04, 0));
    assertEquals(1.6, value(metrics, "cm", Metric.ALL), 1e-9); // of 1.2 and (4 + 0) / 2
    assertEquals(2, find(metrics, "cm", Metric.ALL).get(0).n());
    assertEquals(1.2, value(metrics, "cm", "a"), 1e-9);
    assertEquals(2, value(metrics, "cm", "b"), 1e-9);
    assertEquals(2.6, value(metrics, "cm", "phase near"), 1e-9);
    assertEquals(0, value(metrics, "cm", "phase reach"), 1e-9);
    assertEquals(0, value(metrics, "within 1 cm", "a"));
    assertEquals(0.5, value(metrics, "within 1 cm", "b"));
    assertEquals(0.25, value(metrics, "within 1 cm", Metric.ALL));
  }

  @Test
  void theRightObjectIsAskedForWhereTheHandGoesElsewhereAndSeenFromAbove() throws Exception {
    List<Episode> episodes =
        List.of(
            episode("a", step(true, THERE, true), step(true, HAND, true)),
            episode("a", step(false, THERE, true)));
    List<Metric> metrics = metrics(episodes, off(episodes, 0.049, 0.3, 0.051));
    assertEquals(0.5, value(metrics, "right object", Metric.ALL));
    assertEquals(1, value(metrics, "right object", "phase reach"));
    assertEquals(0, value(metrics, "right object", "phase carry"));
    assertEquals(List.of(), find(metrics, "right object", "phase near"));
    Policy high = (seen, text) -> new Keyframe(THERE.plus(0, 0, 0.2), true, true);
    assertEquals(1, value(metrics(episodes, high), "right object", Metric.ALL));
  }

  @Test
  void degreesCountWhereTheHandHasToTurn() throws Exception {
    double quarter = Math.PI / 2;
    List<Episode> episodes =
        List.of(
            episode(
                "a",
                step(true, HAND.turned(quarter), true),
                step(true, HAND.turned(Math.toRadians(9)), true)));
    Policy less = (seen, text) -> new Keyframe(HAND.turned(Math.toRadians(81)), true, true);
    List<Metric> metrics = metrics(episodes, less);
    assertEquals(9, value(metrics, "degrees", Metric.ALL), 1e-6);
    assertEquals(1, value(metrics, "within 10 degrees", Metric.ALL));
    List<Metric> still = metrics(episodes, Imitation.STILL);
    assertEquals(90, value(still, "degrees", Metric.ALL), 1e-6);
    assertEquals(0, value(still, "within 10 degrees", Metric.ALL));
    assertEquals(0, value(still, "cm", Metric.ALL), 1e-9);
  }

  @Test
  void aTurnIsMeasuredTheShortWayRoundAndNotByTheQuaternionsSign() throws Exception {
    Pose shown = HAND.turned(Math.toRadians(170));
    Pose chosen = HAND.turned(Math.toRadians(-170));
    Pose same =
        new Pose(
            shown.x(), shown.y(), shown.z(), -shown.qx(), -shown.qy(), -shown.qz(), -shown.qw());
    List<Episode> episodes = List.of(episode("a", step(true, shown, true)));
    Policy across = (seen, text) -> new Keyframe(chosen, true, true);
    Policy negative = (seen, text) -> new Keyframe(same, true, true);
    assertEquals(20, value(metrics(episodes, across), "degrees", Metric.ALL), 1e-6);
    assertEquals(0, value(metrics(episodes, negative), "degrees", Metric.ALL), 1e-6);
  }

  @Test
  void gripperAndCollisionFlagAreRightOrWrong() throws Exception {
    List<Episode> episodes = List.of(episode("a", step(true, HAND, false), step(true, HAND, true)));
    List<Metric> metrics = metrics(episodes, Imitation.STILL);
    assertEquals(0.5, value(metrics, "gripper", Metric.ALL));
    assertEquals(0, value(metrics, "gripper", "phase close"));
    assertEquals(1, value(metrics, "gripper", "phase near"));
    assertEquals(0, value(metrics, "collisions", Metric.ALL)); // all steps here ignore them
  }

  @Test
  void whereEachEpisodeIsRightOrWrongTheIntervalIsWilsons() throws Exception {
    List<Episode> episodes = Collections.nCopies(4, episode("a", step(true, HAND, true)));
    Metric all = find(metrics(episodes, Imitation.STILL), "gripper", Metric.ALL).get(0);
    assertEquals(Interval.ofRate(4, 4), all.interval());
    Metric distance = find(metrics(episodes, Imitation.STILL), "cm", Metric.ALL).get(0);
    assertEquals(0, distance.high()); // a distance is no rate
  }

  @Test
  void whoIsToldNothingIsAskedWithNoWord() throws Exception {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Policy listening =
        (seen, instruction) -> {
          heard.add(instruction);
          return Imitation.STILL.act(seen, instruction);
        };
    List<Episode> episodes = List.of(episode("a", step(true, HAND, true)));
    Imitation.run(episodes, listening, done -> {});
    Imitation.run(episodes, Imitation.blanked(listening), done -> {});
    assertEquals(List.of("do it", ""), heard);
  }

  @Test
  void keyframesStayInTheirOrderAndEachIsARow() throws Exception {
    List<Episode> episodes =
        List.of(
            episode("a", step(true, THERE, true), step(true, HAND, false)),
            episode("b", step(false, HAND, false)));
    List<Integer> told = new ArrayList<>();
    List<Compared> compared =
        Imitation.run(episodes, Imitation.STILL, done -> told.add(done.size()));
    assertEquals(List.of(2, 1), told);
    List<String> rows = Imitation.items(compared).text().lines().toList();
    assertEquals("0,0,a,3,7,reach,24.495,22.361,0.00,false,true,false", rows.get(1));
    assertEquals("0,1,a,3,7,close,0.000,0.000,0.00,false,false,false", rows.get(2));
    assertEquals("1,0,b,3,7,near,0.000,0.000,0.00,false,true,false", rows.get(3));
    assertTrue(rows.get(0).startsWith("episode,keyframe,task"), rows.get(0));
  }
}
