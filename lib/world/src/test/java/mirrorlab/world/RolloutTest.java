package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import org.junit.jupiter.api.Test;

class RolloutTest {
  private static final Policy STAY =
      (observation, instruction) ->
          new Keyframe(observation.proprioception().gripper(), true, false);

  @Test
  void aPolicyThatRepeatsTheExpertSucceedsAndIsStoppedThen() {
    List<Keyframe> keyframes;
    try (World world = drawers(1)) {
      keyframes = Rollout.demonstrate(world).keyframes();
    }
    Iterator<Keyframe> next = keyframes.iterator();
    Rollout rollout = run(drawers(1), (observation, instruction) -> next.next());
    assertEquals(Outcome.SUCCESS, rollout.outcome());
    assertEquals(keyframes, rollout.keyframes());
    assertEquals(keyframes.size(), rollout.observations().size());
  }

  @Test
  void thePolicyIsToldTheInstruction() {
    run(
        drawers(2),
        (observation, instruction) -> {
          assertEquals("open the top drawer", instruction);
          return STAY.act(observation, instruction);
        });
  }

  @Test
  void onePastTwentyFiveKeyframesIsTooLate() {
    Rollout rollout = run(drawers(0), STAY);
    assertEquals(Outcome.TIMEOUT, rollout.outcome());
    assertEquals(25, rollout.keyframes().size());
  }

  @Test
  void aPoseOutOfReachEndsTheRollout() {
    Rollout rollout =
        run(drawers(0), (o, i) -> new Keyframe(Pose.down(0.7, 0.5, 1.6, 0), true, false));
    assertEquals(Outcome.UNREACHABLE, rollout.outcome());
    assertEquals(1, rollout.keyframes().size());
  }

  @Test
  void closingOnNothingIsAMissedGrasp() {
    Rollout rollout =
        run(drawers(0), (o, i) -> new Keyframe(o.proprioception().gripper(), false, false));
    assertEquals(Outcome.MISSED_GRASP, rollout.outcome());
  }

  @Test
  void openingTheGripperAfterwardsHidesNoMissedGrasp() {
    AtomicInteger k = new AtomicInteger();
    Rollout rollout =
        run(
            drawers(0),
            (o, i) -> new Keyframe(o.proprioception().gripper(), k.getAndIncrement() > 0, false));
    assertEquals(Outcome.MISSED_GRASP, rollout.outcome());
  }

  @Test
  void closingOnNothingIsNoMissedGraspWhereNothingIsToBeGrasped() {
    Rollout rollout =
        run(
            World.create(Tasks.named("push_buttons"), 0, 0),
            (o, i) -> new Keyframe(o.proprioception().gripper(), false, false));
    assertEquals(Outcome.TIMEOUT, rollout.outcome());
  }

  @Test
  void doingWhatAnotherInstructionAsksIsAWrongObject() {
    for (Task task : Tasks.all()) {
      try (World world = World.create(task, 0, 1)) {
        assertEquals(Outcome.WRONG_OBJECT, Actor.WRONG_CHOICE.play(world).outcome(), task.id());
      }
    }
  }

  private static World drawers(int variation) {
    return World.create(Tasks.named("open_drawer"), variation, 5);
  }

  private static Rollout run(World world, Policy policy) {
    try (world) {
      return Rollout.run(world, policy);
    }
  }
}
