package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Pose;
import mirrorlab.world.Goal;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PutGroceriesInCupboardTest {
  private static final int SOUP = 3;

  private World world;

  @BeforeEach
  void open() {
    world = World.create(new PutGroceriesInCupboard(), SOUP, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedThingIsToBeInTheCupboard() {
    assertFalse(away());
    place("soup", 0.1, -0.04, 0.02);
    assertTrue(away());
  }

  @Test
  void beforeTheOpeningIsNotInside() {
    place("soup", 0, 0.064, 0.02);
    assertTrue(away());
    place("soup", 0, 0.066, 0.02);
    assertFalse(away());
  }

  @Test
  void besideTheCupboardIsNotInside() {
    place("soup", 0.2, 0, 0.02);
    assertFalse(away());
  }

  @Test
  void onTheRoofIsNotInside() {
    place("soup", 0, 0, 0.416);
    assertFalse(away());
  }

  @Test
  void nothingElseMayBeInTheCupboard() {
    place("soup", 0.1, 0, 0.02);
    place("coffee", -0.1, 0, 0.02);
    assertFalse(away());
  }

  @Test
  void anotherThingIsWhatOneAlternativeAsksFor() {
    place("tuna", 0, 0, 0.02);
    assertFalse(away());
    assertEquals(8, world.goal().alternatives().size());
    assertEquals(1, world.goal().alternatives().stream().filter(this::reached).count());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  @Test
  void frictionHoldsTheThingInTheHand() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              boolean wasHeld = world.robotTouches("soup");
              Pose before = world.pose("soup").in(world.gripper());
              world.execute(keyframe);
              if (wasHeld && !keyframe.gripperOpen()) {
                assertEquals(0, before.distance(world.pose("soup").in(world.gripper())), 0.005);
              }
            });
  }

  /** Puts a thing at a place in the cupboard's own frame. */
  private void place(String thing, double x, double y, double z) {
    put(world, thing, world.pose("cupboard").times(upright(x, y, z)));
  }

  private boolean away() {
    return reached(world.goal());
  }

  private boolean reached(Goal goal) {
    return goal.reached(world);
  }
}
