package mirrorlab.world.task;

import static mirrorlab.world.Puppet.slide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenDrawerTest {
  private World world;

  @BeforeEach
  void open() {
    world = World.create(new OpenDrawer(), 1, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedDrawerMustBeFifteenCentimetresOpen() {
    slide(world, "middle", 0.149);
    assertFalse(world.goal().reached(world));
    slide(world, "middle", 0.151);
    assertTrue(world.goal().reached(world));
  }

  @Test
  void theOthersMustStayShut() {
    slide(world, "middle", 0.2);
    slide(world, "top", 0.04);
    assertFalse(world.goal().reached(world));
  }

  @Test
  void theAlternativesAskForTheOtherTwo() {
    slide(world, "bottom", 0.2);
    assertFalse(world.goal().reached(world));
    assertEquals(
        1, world.goal().alternatives().stream().filter(other -> other.reached(world)).count());
  }

  @Test
  void contactMovesTheDrawerWithTheHand() {
    world.goal().demonstrate(world, world::execute);
    assertEquals(0.19, world.joint("middle"), 0.01);
    assertTrue(world.robotTouches("middle"));
  }
}
