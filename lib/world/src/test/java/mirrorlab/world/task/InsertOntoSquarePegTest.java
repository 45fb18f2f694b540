package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InsertOntoSquarePegTest {
  private World world;
  private Pose foot;

  @BeforeEach
  void open() {
    world = World.create(new InsertOntoSquarePeg(), 5, 7);
    foot = world.pose("named");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theRingAtTheFootOfTheNamedSpokeIsWhatIsAsked() {
    assertFalse(reached());
    put(world, "ring", foot.plus(0, 0, 0.008));
    assertTrue(reached());
    put(world, "ring", foot.plus(0.003, -0.003, 0.008).turned(Math.PI / 2));
    assertTrue(reached());
  }

  @Test
  void aRingHalfwayDownIsNotThereYet() {
    put(world, "ring", foot.plus(0, 0, 0.015));
    assertFalse(reached());
  }

  @Test
  void aRingOnTopOfTheSpokeIsNotAroundIt() {
    put(world, "ring", foot.plus(0, 0, 0.088));
    assertFalse(reached());
  }

  @Test
  void aRingThatLiesBesideTheSpokeIsNotAroundIt() {
    Pose beside = new Pose(0.045, 0, 0.008, 0, 0, 0, 1);
    put(world, "ring", foot.times(beside));
    assertFalse(reached());
  }

  @Test
  void anotherSpokeIsWhatAnAlternativeAsksFor() {
    put(world, "ring", world.pose("other1").plus(0, 0, 0.008));
    assertFalse(reached());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void aRingDroppedSquarelySlidesDown() {
    drop(0);
    assertTrue(reached());
  }

  @Test
  void aRingDroppedCornerwiseStaysOnTop() {
    drop(Math.PI / 4);
    assertFalse(reached());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  /** Lets the ring fall from just above the named spoke. */
  private void drop(double turn) {
    put(world, "ring", foot.plus(0, 0, 0.09).turned(turn));
    world.execute(new Keyframe(world.gripper(), true, false));
  }

  private boolean reached() {
    return world.goal().reached(world);
  }
}
