package mirrorlab.world.task;

import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepToDustpanOfSizeTest {
  private static final int PIECES = 5;

  private World world;

  @BeforeEach
  void open() {
    world = World.create(new SweepToDustpanOfSize(), 1, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void allFivePiecesMustBeInTheNamedPan() {
    for (int i = 0; i < PIECES; i++) {
      assertFalse(swept(), i + " pieces");
      putInto("short", i, 0.05);
    }
    assertTrue(swept());
  }

  @Test
  void aPieceBeforeTheMouthIsNotIn() {
    fill("short");
    putInto("short", 0, -0.002);
    assertFalse(swept());
  }

  @Test
  void aPieceBehindThePanIsNotIn() {
    fill("short");
    putInto("short", 4, 0.105);
    assertFalse(swept());
  }

  @Test
  void aPieceBesideThePanIsNotIn() {
    fill("short");
    put(world, "dirt3", world.pose("short").times(upright(0.05, 0.1, 0.0075)));
    assertFalse(swept());
  }

  @Test
  void aPieceAboveThePanIsNotIn() {
    fill("short");
    put(world, "dirt3", world.pose("short").times(upright(0.05, 0, 0.05)));
    assertFalse(swept());
  }

  @Test
  void theOtherPanIsWhatTheAlternativeAsksFor() {
    fill("tall");
    assertFalse(swept());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void theBroomInTheHandMovesTheDirt() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              assertFalse(swept());
              world.execute(keyframe);
              for (int i = 0; i < PIECES; i++) {
                assertFalse(world.robotTouches("dirt" + i));
              }
            });
    assertTrue(world.robotTouches("broom"));
    assertTrue(swept());
  }

  private boolean swept() {
    return world.goal().reached(world);
  }

  private void fill(String pan) {
    for (int i = 0; i < PIECES; i++) {
      putInto(pan, i, 0.05);
    }
  }

  /** Puts a piece so many metres behind a pan's mouth. */
  private void putInto(String pan, int piece, double depth) {
    double across = 0.03 * (piece - 2);
    put(world, "dirt" + piece, world.pose(pan).times(upright(depth, across, 0.0075)));
  }
}
