package mirrorlab.world.task;

import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlideBlockToColorTargetTest {
  private static final double HALF = 0.025;

  private World world;

  @BeforeEach
  void open() {
    world = World.create(new SlideBlockToColorTarget(), 2, 7);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theBlockMustBeOnTheNamedTargetWithMostOfItself() {
    assertFalse(reached());
    for (int side = 0; side < 4; side++) {
      putOn("pink", side, 0.029, HALF);
      assertTrue(reached());
      putOn("pink", side, 0.031, HALF);
      assertFalse(reached());
    }
  }

  @Test
  void aBlockAboveTheTargetIsNotOnIt() {
    putOn("pink", 0, 0, HALF + 0.01);
    assertFalse(reached());
  }

  @Test
  void aBlockThatStandsOnAnEdgeDoesNotLieThere() {
    double half = Math.toRadians(12) / 2;
    Pose pink = world.pose("pink");
    double z = Workspace.TABLE_HEIGHT + HALF;
    put(world, "block", new Pose(pink.x(), pink.y(), z, Math.sin(half), 0, 0, Math.cos(half)));
    assertFalse(reached());
  }

  @Test
  void anotherTargetIsWhatOneAlternativeAsksFor() {
    putOn("blue", 0, 0, HALF);
    assertFalse(reached());
    assertEquals(
        1, world.goal().alternatives().stream().filter(other -> other.reached(world)).count());
  }

  @Test
  void theNamedTargetCanBeAtEverySide() {
    Set<Long> sides = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      try (World each = World.create(new SlideBlockToColorTarget(), 2, seed)) {
        Pose target = each.pose("pink").in(each.pose("block"));
        sides.add(Math.round(Math.atan2(target.y(), target.x()) / (Math.PI / 2)) & 3);
      }
    }
    assertEquals(4, sides.size());
  }

  @Test
  void theFingersSlideItAlongTheTable() {
    world
        .goal()
        .demonstrate(
            world,
            keyframe -> {
              assertFalse(reached());
              world.execute(keyframe);
              assertEquals(Workspace.TABLE_HEIGHT + HALF, world.pose("block").z(), 0.002);
            });
    assertTrue(reached());
  }

  private boolean reached() {
    return world.goal().reached(world);
  }

  private void putOn(String target, int side, double beside, double height) {
    Pose at = world.pose(target).turned(side * Math.PI / 2).times(upright(beside, 0, 0));
    put(world, "block", upright(at.x(), at.y(), Workspace.TABLE_HEIGHT + height));
  }
}
