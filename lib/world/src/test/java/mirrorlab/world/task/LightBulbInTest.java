package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.Colour;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LightBulbInTest {
  private World world;
  private Pose seat;

  @BeforeEach
  void open() {
    world = World.create(new LightBulbIn(), 3, 7);
    Pose lamp = world.pose("lamp");
    seat = upright(lamp.x(), lamp.y(), lamp.z() + 0.169);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theBulbFromTheNamedHolderIsWhatTheLampNeeds() {
    assertFalse(screwedIn());
    put(world, "named_bulb", seat);
    assertTrue(screwedIn());
  }

  @Test
  void theOtherBulbIsWhatTheAlternativeAsksFor() {
    put(world, "other_bulb", seat);
    assertFalse(screwedIn());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void aBulbThatIsNotDownYetIsNotIn() {
    put(world, "named_bulb", seat.plus(0, 0, 0.006));
    assertFalse(screwedIn());
  }

  @Test
  void aBulbBesideTheSocketIsNotIn() {
    put(world, "named_bulb", seat.plus(0.008, 0, 0));
    assertFalse(screwedIn());
  }

  @Test
  void aBulbUpsideDownIsNotIn() {
    put(world, "named_bulb", new Pose(seat.x(), seat.y(), seat.z(), 1, 0, 0, 0));
    assertFalse(screwedIn());
  }

  @Test
  void aBulbShinesAsLongAsItIsInTheLamp() {
    Pose holder = world.pose("named_bulb");
    put(world, "named_bulb", seat);
    world.goal().update(world);
    assertArrayEquals(Colour.YELLOW.components(), glass("named"));
    assertArrayEquals(Colour.WHITE.components(), glass("other"));
    put(world, "named_bulb", holder);
    world.goal().update(world);
    assertArrayEquals(Colour.WHITE.components(), glass("named"));
  }

  @Test
  void aBulbDroppedIntoTheSocketRightsItself() {
    put(world, "named_bulb", seat.plus(0.003, 0, 0.01));
    world.execute(new Keyframe(world.gripper(), true, false));
    assertTrue(screwedIn());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private boolean screwedIn() {
    return world.goal().reached(world);
  }

  private float[] glass(String holder) {
    return world.state().model().rgba(world.state().model().geom(holder + "_glass").id());
  }
}
