package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaceShapeInShapeSorterTest {
  private static final List<String> SHAPES =
      List.of("cube", "cylinder", "triangular_prism", "star", "moon");

  private World world;
  private Pose sorter;

  @BeforeEach
  void open() {
    world = World.create(new PlaceShapeInShapeSorter(), 3, 7);
    sorter = world.pose("sorter");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theNamedShapeInTheBoxIsWhatIsAsked() {
    assertEquals("put the star in the shape sorter", world.instruction());
    assertFalse(reached());
    putIn("star");
    assertTrue(reached());
  }

  @Test
  void aShapeThatIsStuckInItsHoleIsNotInTheBox() {
    put(world, "star", world.pose("star_hole").plus(0, 0, 0.03));
    assertFalse(reached());
  }

  @Test
  void aShapeBesideTheBoxIsNotInIt() {
    put(world, "star", sorter.times(new Pose(0.13, 0, 0, 0, 0, 0, 1)));
    assertFalse(reached());
  }

  @Test
  void anotherShapeIsWhatAnAlternativeAsksFor() {
    putIn("moon");
    assertFalse(reached());
    assertTrue(alternativeReached());
  }

  @Test
  void anotherShapeInAdditionIsOneTooMany() {
    putIn("star");
    put(world, "moon", sorter.times(new Pose(0.05, 0.05, 0, 0, 0, 0, 1)));
    assertFalse(reached());
    assertFalse(alternativeReached());
  }

  @Test
  void eachShapeFallsThroughItsOwnHole() {
    for (String shape : SHAPES) {
      assertTrue(fallsThrough(shape, shape + "_hole", 0), shape);
    }
  }

  @Test
  void noShapeFallsThroughTheHoleOfAnother() {
    for (String shape : SHAPES) {
      for (String other : SHAPES) {
        assertTrue(
            shape.equals(other) || !fallsThrough(shape, other + "_hole", Math.toRadians(45)),
            shape + " through " + other);
      }
    }
  }

  @Test
  void aTurnedStarDoesNotFitUntilItIsAFifthOfATurn() {
    assertFalse(fallsThrough("star", "star_hole", Math.toRadians(36)));
    assertTrue(fallsThrough("star", "star_hole", Math.toRadians(72)));
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  /** Lets a shape fall from just above a hole, and takes it away again. */
  private boolean fallsThrough(String shape, String hole, double turn) {
    Pose before = world.pose(shape);
    put(world, shape, world.pose(hole).plus(0, 0, 0.074).turned(turn));
    world.execute(new Keyframe(world.gripper(), true, false));
    boolean through = world.pose(shape).in(sorter).z() < 0.02;
    put(world, shape, before);
    return through;
  }

  private void putIn(String shape) {
    put(world, shape, sorter.plus(0, 0, 0.001));
  }

  private boolean reached() {
    return world.goal().reached(world);
  }

  private boolean alternativeReached() {
    return world.goal().alternatives().stream().anyMatch(other -> other.reached(world));
  }
}
