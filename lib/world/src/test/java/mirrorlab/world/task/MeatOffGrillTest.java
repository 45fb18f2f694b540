package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeatOffGrillTest {
  private World world;
  private Pose plate;

  @BeforeEach
  void open() {
    world = World.create(new MeatOffGrill(), 0, 7);
    plate = world.pose("plate");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedMeatIsToLieOnThePlate() {
    assertFalse(served());
    put(world, "chicken", upright(plate.x() + 0.045, plate.y(), plate.z() + 0.008));
    assertTrue(served());
  }

  @Test
  void onTheEdgeOfThePlateIsNotOnIt() {
    put(world, "chicken", upright(plate.x() + 0.055, plate.y(), plate.z() + 0.008));
    assertFalse(served());
  }

  @Test
  void aboveThePlateIsNotOnIt() {
    put(world, "chicken", upright(plate.x(), plate.y(), plate.z() + 0.02));
    assertFalse(served());
  }

  @Test
  void theOtherMeatMustStayOnTheGrill() {
    put(world, "chicken", upright(plate.x(), plate.y(), plate.z() + 0.008));
    put(world, "steak", world.pose("steak").plus(0, 0, 0.03));
    assertFalse(served());
  }

  @Test
  void theOtherMeatIsWhatTheAlternativeAsksFor() {
    put(world, "steak", upright(plate.x(), plate.y(), plate.z() + 0.008));
    assertFalse(served());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  @Test
  void frictionHoldsTheMeatInTheHand() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              boolean wasHeld = world.robotTouches("chicken");
              Pose before = world.pose("chicken").in(world.gripper());
              world.execute(keyframe);
              if (wasHeld && !keyframe.gripperOpen()) {
                assertEquals(0, before.distance(world.pose("chicken").in(world.gripper())), 0.005);
              }
            });
  }

  private boolean served() {
    return world.goal().reached(world);
  }
}
