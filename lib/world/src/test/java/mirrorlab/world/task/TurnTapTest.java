package mirrorlab.world.task;

import static mirrorlab.world.Puppet.slide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnTapTest {
  private World world;

  @BeforeEach
  void open() {
    world = World.create(new TurnTap(), 0, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedHandleMustMakeAQuarterOfATurn() {
    assertFalse(reached());
    slide(world, "left", 1.56);
    assertFalse(reached());
    slide(world, "left", 1.58);
    assertTrue(reached());
  }

  @Test
  void eitherWayWillDo() {
    slide(world, "left", -1.58);
    assertTrue(reached());
  }

  @Test
  void theOtherHandleMustStay() {
    slide(world, "left", 1.7);
    slide(world, "right", -0.31);
    assertFalse(reached());
    slide(world, "right", -0.29);
    assertTrue(reached());
  }

  @Test
  void theOtherHandleIsWhatTheAlternativeAsksFor() {
    slide(world, "right", 1.7);
    assertFalse(reached());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void leftIsOnTheLeftOfOneWhoFacesTheSpout() {
    Pose viewer = world.pose("tap").turned(Math.PI); // looks along +x, against the spout
    Pose left = world.pose("left").in(viewer);
    assertEquals(0.09, left.y(), 1e-6);
  }

  @Test
  void contactTurnsTheHandleWithTheHand() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              assertEquals(0, world.joint("left"), 0.1);
              world.execute(keyframe);
            });
    assertEquals(1.75, Math.abs(world.joint("left")), 0.1);
    assertTrue(world.robotTouches("left"));
  }

  private boolean reached() {
    return world.goal().reached(world);
  }
}
