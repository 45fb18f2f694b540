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

class StackBlocksTest {
  private static final int THREE_GREEN = 10;

  private World world;
  private Pose plate;

  @BeforeEach
  void open() {
    world = World.create(new StackBlocks(), THREE_GREEN, 7);
    plate = world.pose("plate");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void exactlyThreeOfTheNamedColourAreAsked() {
    assertEquals("stack 3 green blocks", world.instruction());
    stack("named2", "named0");
    assertFalse(reached());
    assertFalse(alternativeReached(), "two are a part of the way");
    stack("named2", "named0", "named3");
    assertTrue(reached());
    assertFalse(alternativeReached());
    stack("named2", "named0", "named3", "named1");
    assertFalse(reached());
    assertTrue(alternativeReached());
  }

  @Test
  void aStackOfTheOtherColourIsWhatAnAlternativeAsksFor() {
    stack("other0", "other1", "other2");
    assertFalse(reached());
    assertTrue(alternativeReached());
  }

  @Test
  void oneBlockOfTheOtherColourSpoilsTheStack() {
    stack("named0", "other0", "named1", "named2");
    assertFalse(reached());
    stack("named0", "named1", "named2", "other0");
    assertFalse(reached());
  }

  @Test
  void aStackBesideThePlateDoesNotCount() {
    stackAt(0.045, 0, "named0", "named1", "named2");
    assertTrue(reached());
    stackAt(0.055, 0, "named0", "named1", "named2");
    assertFalse(reached());
  }

  @Test
  void aBlockThatHangsOverTheEdgeDoesNotCount() {
    stack("named0", "named1", "named2");
    put(world, "named2", block(0.014, 0, 2));
    assertTrue(reached());
    put(world, "named2", block(0.018, 0, 2));
    assertFalse(reached());
  }

  @Test
  void aBlockInTheAirDoesNotCount() {
    stack("named0", "named1", "named2");
    put(world, "named2", block(0, 0, 2).plus(0, 0, 0.01));
    assertFalse(reached());
  }

  @Test
  void blocksSideBySideAreNoStack() {
    put(world, "named0", block(0.023, 0.023, 0));
    put(world, "named1", block(-0.023, 0.023, 0));
    put(world, "named2", block(0.023, -0.023, 0));
    assertFalse(reached());
  }

  @Test
  void theExpertIsDoneOnlyWhenTheLastBlockIsLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private void stack(String... blocks) {
    stackAt(0, 0, blocks);
  }

  private void stackAt(double dx, double dy, String... blocks) {
    for (int i = 0; i < blocks.length; i++) {
      put(world, blocks[i], block(dx, dy, i));
    }
  }

  /** A place above the plate, {@code level} blocks up. */
  private Pose block(double dx, double dy, int level) {
    return upright(plate.x() + dx, plate.y() + dy, plate.z() + 0.022 + 0.044 * level);
  }

  private boolean reached() {
    return world.goal().reached(world);
  }

  private boolean alternativeReached() {
    return world.goal().alternatives().stream().anyMatch(other -> other.reached(world));
  }
}
