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

class PutMoneyInSafeTest {
  private World world;

  @BeforeEach
  void open() {
    world = World.create(new PutMoneyInSafe(), 1, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theMoneyOnTheNamedShelfIsWhatIsAsked() {
    assertFalse(reached());
    putOn("middle", 0.05, 0);
    assertTrue(reached());
  }

  @Test
  void eitherSideMayBeUp() {
    put(world, "money", onShelf("middle", 0.05, 0).times(new Pose(0, 0, 0, 1, 0, 0, 0)));
    assertTrue(reached());
  }

  @Test
  void moneyThatHangsOutOfTheSafeDoesNotCount() {
    putOn("middle", 0.115, 0);
    assertTrue(reached());
    putOn("middle", 0.125, 0);
    assertFalse(reached());
  }

  @Test
  void moneyOverTheShelfDoesNotCount() {
    putOn("middle", 0.05, 0.005);
    assertFalse(reached());
  }

  @Test
  void moneyOnItsEdgeDoesNotCount() {
    double half = Math.sqrt(0.5);
    put(world, "money", onShelf("middle", 0.05, 0.0138).times(new Pose(0, 0, 0, half, 0, 0, half)));
    assertTrue(world.touch("money", "middle"));
    assertFalse(reached());
  }

  @Test
  void theAlternativesAskForTheOtherTwo() {
    putOn("bottom", 0.05, 0);
    assertFalse(reached());
    assertEquals(1, alternativesReached());
  }

  @Test
  void theExpertLeavesTheMoneyWhollyInside() {
    world.goal().demonstrate(world, world::execute);
    Pose money = world.pose("money").in(world.pose("middle"));
    assertEquals(0, money.x(), 0.01);
    assertEquals(0.04, money.y(), 0.01);
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private void putOn(String shelf, double y, double height) {
    put(world, "money", onShelf(shelf, y, height));
  }

  /** Flat, so many metres above a shelf. */
  private Pose onShelf(String shelf, double y, double height) {
    return world.pose(shelf).times(upright(0, y, 0.0148 + height));
  }

  private long alternativesReached() {
    return world.goal().alternatives().stream().filter(other -> other.reached(world)).count();
  }

  private boolean reached() {
    return world.goal().reached(world);
  }
}
