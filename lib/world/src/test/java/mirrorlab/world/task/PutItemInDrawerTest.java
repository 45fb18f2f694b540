package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.slide;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PutItemInDrawerTest {
  private World world;

  @BeforeEach
  void open() {
    world = World.create(new PutItemInDrawer(), 1, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theCubeInTheNamedDrawerIsWhatIsAsked() {
    assertFalse(reached());
    slide(world, "middle", 0.2);
    assertFalse(reached());
    putInto("middle", 0, 0.08, 0);
    assertTrue(reached());
  }

  @Test
  void theDrawerMayBeShutAgain() {
    putInto("middle", 0, 0.08, 0);
    assertTrue(reached());
  }

  @Test
  void aCubeAboveTheFloorDoesNotCount() {
    slide(world, "middle", 0.2);
    putInto("middle", 0, 0.08, 0.01);
    assertFalse(reached());
  }

  @Test
  void aCubeOnTheRimDoesNotCount() {
    slide(world, "middle", 0.2);
    putInto("middle", 0.132, 0.08, 0.06);
    assertTrue(world.touch("item", "middle"));
    assertFalse(reached());
  }

  @Test
  void theOtherDrawersStayShut() {
    slide(world, "middle", 0.2);
    putInto("middle", 0, 0.08, 0);
    slide(world, "bottom", 0.04);
    assertFalse(reached());
  }

  @Test
  void theAlternativesAskForTheOtherTwo() {
    slide(world, "top", 0.2);
    putInto("top", 0, 0.08, 0);
    assertFalse(reached());
    assertEquals(1, alternativesReached());
  }

  @Test
  void theExpertLeavesAnOpenDrawerAsItIs() {
    slide(world, "middle", 0.2);
    AtomicInteger count = new AtomicInteger();
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              world.execute(keyframe);
              count.incrementAndGet();
            });
    assertEquals(5, count.get());
    assertTrue(reached());
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  /** Puts the cube so many metres above a drawer's floor. */
  private void putInto(String drawer, double x, double y, double height) {
    double onFloor = Cabinet.FLOOR + 0.0198;
    put(world, "item", world.pose(drawer).times(upright(x, y, onFloor + height)));
  }

  private long alternativesReached() {
    return world.goal().alternatives().stream().filter(other -> other.reached(world)).count();
  }

  private boolean reached() {
    return world.goal().reached(world);
  }
}
