package mirrorlab.world.task;

import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReachAndDragTest {
  private static final double HALF = 0.03;

  private World world;
  private String named;

  @BeforeEach
  void open() {
    world = World.create(new ReachAndDrag(), 4, 7);
    named = world.goal().choice().right().get(0);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theCubeMustBeOnTheNamedSquareWithMostOfItself() {
    assertEquals("blue", named);
    assertFalse(reached());
    for (int side = 0; side < 4; side++) {
      putOn(named, side, 0.029, HALF);
      assertTrue(reached());
      putOn(named, side, 0.031, HALF);
      assertFalse(reached());
    }
  }

  @Test
  void aCubeAboveTheSquareIsNotOnIt() {
    putOn(named, 0, 0, HALF + 0.01);
    assertFalse(reached());
  }

  @Test
  void anotherSquareIsWhatOneAlternativeAsksFor() {
    putOn(world.goal().choice().wrong().get(1), 0, 0, HALF);
    assertFalse(reached());
    assertEquals(
        1, world.goal().alternatives().stream().filter(other -> other.reached(world)).count());
  }

  @Test
  void aHandThatTouchesTheCubeSpoilsIt() {
    putOn(named, 0, 0, HALF);
    world.goal().update(world);
    assertTrue(reached());
    Pose finger = world.gripper().plus(0, 0.05, 0);
    put(world, "cube", upright(finger.x(), finger.y(), finger.z()));
    world.goal().update(world);
    putOn(named, 0, 0, HALF);
    assertFalse(reached());
  }

  @Test
  void theStickInTheHandMovesTheCube() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              assertFalse(reached());
              world.execute(keyframe);
              assertFalse(world.robotTouches("cube"));
              assertEquals(Workspace.TABLE_HEIGHT + HALF, world.pose("cube").z(), 0.002);
            });
    assertTrue(world.robotTouches("stick"));
    assertTrue(reached());
  }

  @Test
  void theOtherColoursAreThreeAndChangeWithTheSeed() {
    assertEquals(3, world.goal().choice().wrong().stream().distinct().count());
    assertFalse(world.goal().choice().wrong().contains(named));
    try (World next = World.create(new ReachAndDrag(), 4, 8)) {
      assertFalse(next.goal().choice().wrong().equals(world.goal().choice().wrong()));
    }
  }

  private boolean reached() {
    return world.goal().reached(world);
  }

  private void putOn(String square, int side, double beside, double height) {
    Pose at = world.pose(square).turned(side * Math.PI / 2).times(upright(beside, 0, 0));
    put(world, "cube", upright(at.x(), at.y(), Workspace.TABLE_HEIGHT + height));
  }
}
