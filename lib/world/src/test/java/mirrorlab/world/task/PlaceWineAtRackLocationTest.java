package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceWineAtRackLocationTest {
  private World world;

  @BeforeEach
  void open() {
    world = World.create(new PlaceWineAtRackLocation(), 1, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theBottleInTheNamedSlotIsWhatIsAsked() {
    assertFalse(reached());
    putInto("left", 0, 0);
    assertTrue(reached());
  }

  @Test
  void leftIsTheRobotsLeft() {
    assertTrue(world.pose("left").y() > world.pose("middle").y());
    assertTrue(world.pose("middle").y() > world.pose("right").y());
  }

  @Test
  void aBottleThatIsDrawnOutDoesNotCount() {
    putInto("left", 0.015, 0);
    assertTrue(reached());
    putInto("left", 0.025, 0);
    assertTrue(world.touch("bottle", "left"));
    assertFalse(reached());
  }

  @Test
  void aBottleAskewInTheSlotDoesNotCount() {
    putInto("left", 0, Math.toRadians(20));
    assertTrue(world.touch("bottle", "left"));
    assertFalse(reached());
  }

  @Test
  void aBottleAboveTheSlotDoesNotCount() {
    put(world, "bottle", seated("left").plus(0, 0, 0.005));
    assertFalse(reached());
  }

  @Test
  void theAlternativesAskForTheOtherTwo() {
    putInto("middle", 0, 0);
    assertFalse(reached());
    assertEquals(1, alternativesReached());
  }

  @Test
  void theBottleStaysWhereTheExpertLeavesIt() {
    world.goal().demonstrate(world, world::execute);
    Pose left = world.pose("bottle");
    world.execute(new Keyframe(world.gripper().plus(0, 0, 0.1), true, false));
    assertEquals(0, left.distance(world.pose("bottle")), 0.003);
    assertTrue(reached());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  /** Puts the bottle so many metres out of a slot, turned in its plane. */
  private void putInto(String slot, double out, double askew) {
    double s = Math.sin(askew / 2);
    double c = Math.cos(askew / 2);
    put(world, "bottle", seated(slot).times(new Pose(0, 0, out, s, 0, 0, c)));
  }

  /** In touch with the slot's board and stop. */
  private Pose seated(String slot) {
    return world.pose(slot).times(upright(-0.0022, 0, -0.0002));
  }

  private long alternativesReached() {
    return world.goal().alternatives().stream().filter(other -> other.reached(world)).count();
  }

  private boolean reached() {
    return world.goal().reached(world);
  }
}
