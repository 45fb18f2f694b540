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

class StackCupsTest {
  private World world;
  private Pose base;

  @BeforeEach
  void open() {
    world = World.create(new StackCups(), 3, 7);
    base = world.pose("named");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void bothOthersInTheNamedCupAreAStackInEitherOrder() {
    assertFalse(stacked());
    put(world, "second", base.plus(0, 0, 0.036));
    put(world, "third", base.plus(0, 0, 0.072));
    assertTrue(stacked());
    put(world, "third", base.plus(0, 0, 0.036));
    put(world, "second", base.plus(0, 0, 0.072));
    assertTrue(stacked());
  }

  @Test
  void oneOfTheTwoIsNotEnough() {
    put(world, "second", base.plus(0, 0, 0.036));
    assertFalse(stacked());
  }

  @Test
  void aCupThatHangsAboveItsSeatIsNotStacked() {
    put(world, "second", base.plus(0, 0, 0.036));
    put(world, "third", base.plus(0, 0, 0.08));
    assertFalse(stacked());
  }

  @Test
  void aCupBesideTheStackIsNotStacked() {
    put(world, "second", base.plus(0, 0, 0.036));
    put(world, "third", base.plus(0, 0.012, 0.072));
    assertFalse(stacked());
  }

  @Test
  void aTiltedCupIsNotStacked() {
    put(world, "second", base.plus(0, 0, 0.036));
    put(world, "third", base.plus(0, 0, 0.072).times(tilt(15)));
    assertFalse(stacked());
  }

  @Test
  void anotherCupAtTheBottomIsWhatAnAlternativeAsksFor() {
    Pose second = world.pose("second");
    put(world, "named", second.plus(0, 0, 0.036));
    put(world, "third", second.plus(0, 0, 0.072));
    assertFalse(stacked());
    assertEquals(
        1, world.goal().alternatives().stream().filter(other -> other.reached(world)).count());
  }

  @Test
  void aDroppedCupSlidesIntoTheOther() {
    put(world, "second", upright(base.x() + 0.006, base.y(), base.z() + 0.09));
    put(world, "third", upright(base.x(), base.y() + 0.006, base.z() + 0.2));
    world.execute(new Keyframe(world.gripper(), true, false));
    assertTrue(stacked());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private boolean stacked() {
    return world.goal().reached(world);
  }

  private static Pose tilt(double degrees) {
    double half = Math.toRadians(degrees) / 2;
    return new Pose(0, 0, 0, Math.sin(half), 0, 0, Math.cos(half));
  }
}
