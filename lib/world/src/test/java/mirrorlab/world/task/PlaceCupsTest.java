package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.Goal;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceCupsTest {
  // Metres from the tree's post, at whose quarter turns the free spokes are.
  private static final double OUT = 0.095;
  private static final double UP = 0.19 + 0.18 * OUT;
  // Metres from a mug's axis and foot to the middle of its handle's opening.
  private static final double ASIDE = 0.043;
  private static final double HIGH = 0.035;

  private World world;

  @BeforeEach
  void open() {
    world = World.create(new PlaceCups(), 1, 7); // 2 cups
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void asManyMugsAsAskedForAreEnough() {
    assertFalse(placed());
    put(world, "mug2", hung(0, 0, 0));
    assertFalse(placed());
    put(world, "mug0", hung(2, 0, 0));
    assertTrue(placed());
  }

  @Test
  void oneMugMoreIsTooMany() {
    put(world, "mug0", hung(0, 0, 0));
    put(world, "mug1", hung(1, 0, 0));
    put(world, "mug2", hung(2, 0, 0));
    assertFalse(placed());
  }

  @Test
  void moreAreWhatAnAlternativeAsksForAndFewerAPartOfTheWay() {
    put(world, "mug0", hung(0, 0, 0));
    List<Goal> alternatives = world.goal().alternatives();
    assertEquals(List.of(false), reached(alternatives));
    put(world, "mug1", hung(1, 0, 0));
    put(world, "mug2", hung(2, 0, 0));
    assertEquals(List.of(true), reached(alternatives));
  }

  @Test
  void aSpokeThatMissesTheOpeningHoldsNothing() {
    put(world, "mug0", hung(0, 0, 0));
    put(world, "mug1", hung(1, 0.02, 0)); // the spoke is inside the mug
    assertFalse(placed());
    put(world, "mug1", hung(1, -0.016, 0)); // the spoke is beside the handle
    assertFalse(placed());
    put(world, "mug1", hung(1, 0, 0.03)); // the spoke is under the handle
    assertFalse(placed());
    put(world, "mug1", hung(1, 0, 0.015));
    assertTrue(placed());
  }

  @Test
  void aMugInFrontOfTheSpokesTipDoesNotHang() {
    put(world, "mug0", hung(0, 0, 0));
    put(world, "mug1", out(1, 0.14));
    assertFalse(placed());
    put(world, "mug1", out(1, 0.12));
    assertTrue(placed());
  }

  @Test
  void aMugLetGoOnASpokeStaysThere() {
    put(world, "mug0", hung(0, 0, 0));
    put(world, "mug1", hung(1, 0, 0));
    for (int i = 0; i < 3; i++) {
      world.execute(new Keyframe(world.gripper(), true, false));
    }
    assertTrue(placed());
    assertEquals(Math.toRadians(65), world.pose("mug0").tilt(), Math.toRadians(25));
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private boolean placed() {
    return world.goal().reached(world);
  }

  private List<Boolean> reached(List<Goal> goals) {
    return goals.stream().map(goal -> goal.reached(world)).toList();
  }

  /** An upright mug whose handle is on a spoke, moved by metres along the handle and up. */
  private Pose hung(int spoke, double towardsHandle, double up) {
    return mug(spoke, OUT, UP, towardsHandle, up);
  }

  /** An upright mug with its handle's opening in line with a spoke, so many metres out. */
  private Pose out(int spoke, double metres) {
    return mug(spoke, metres, 0.19 + 0.18 * metres, 0, 0);
  }

  private Pose mug(int spoke, double out, double high, double towardsHandle, double up) {
    double half = Math.sqrt(0.5);
    return world
        .pose("tree")
        .turned(spoke * Math.PI / 2)
        .times(new Pose(out, towardsHandle - ASIDE, high - HIGH + up, 0, 0, half, half));
  }
}
