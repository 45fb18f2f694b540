package mirrorlab.world.task;

import static mirrorlab.world.Puppet.assertDoneOnlyAtTheEnd;
import static mirrorlab.world.Puppet.put;
import static mirrorlab.world.Puppet.upright;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import mirrorlab.episode.Pose;
import mirrorlab.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CloseJarTest {
  private World world;
  private Pose jar;

  @BeforeEach
  void open() {
    world = World.create(new CloseJar(), 3, 7);
    jar = world.pose("named");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theLidOnTheNamedJarClosesIt() {
    assertFalse(closed());
    put(world, "lid", upright(jar.x(), jar.y() + 0.015, jar.z() + 0.112));
    assertTrue(closed());
  }

  @Test
  void aLidBesideTheRimDoesNot() {
    put(world, "lid", upright(jar.x() + 0.025, jar.y(), jar.z() + 0.112));
    assertFalse(closed());
  }

  @Test
  void aLidAboveTheRimDoesNot() {
    put(world, "lid", upright(jar.x(), jar.y(), jar.z() + 0.12));
    assertFalse(closed());
  }

  @Test
  void aTiltedLidDoesNot() {
    double half = Math.toRadians(15) / 2;
    put(
        world,
        "lid",
        new Pose(jar.x(), jar.y(), jar.z() + 0.112, Math.sin(half), 0, 0, Math.cos(half)));
    assertFalse(closed());
  }

  @Test
  void aLidOnAJarThatLiesDoesNot() {
    double half = Math.sqrt(0.5);
    put(world, "named", new Pose(jar.x(), jar.y(), jar.z() + 0.05, half, 0, 0, half));
    put(world, "lid", upright(jar.x(), jar.y(), jar.z() + 0.162));
    assertFalse(closed());
  }

  @Test
  void theOtherJarIsWhatTheAlternativeAsksFor() {
    Pose other = world.pose("other");
    put(world, "lid", upright(other.x(), other.y(), other.z() + 0.112));
    assertFalse(closed());
    assertTrue(world.goal().alternatives().get(0).reached(world));
  }

  @Test
  void theGripperMustLetGo() {
    assertDoneOnlyAtTheEnd(world);
  }

  private boolean closed() {
    return world.goal().reached(world);
  }
}
