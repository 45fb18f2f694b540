package mirrorlab.world;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import mirrorlab.episode.Pose;

/** Puts the things of a world where a test wants them. */
public final class Puppet {
  private Puppet() {}

  /** Moves a free body, whose joint has its name. */
  public static void put(World world, String body, Pose pose) {
    DoubleBuffer qpos = world.state().qpos();
    int first = world.state().model().joint(body).qpos();
    double[] values = {pose.x(), pose.y(), pose.z(), pose.qw(), pose.qx(), pose.qy(), pose.qz()};
    for (int i = 0; i < values.length; i++) {
      qpos.put(first + i, values[i]);
    }
    world.state().forward();
  }

  /** Lets the expert act, and checks that what is wanted is done at the end and not before. */
  public static void assertDoneOnlyAtTheEnd(World world) {
    AtomicInteger count = new AtomicInteger();
    Robot robot =
        keyframe -> {
          assertFalse(world.goal().reached(world), "before keyframe " + count.getAndIncrement());
          world.execute(keyframe);
        };
    world.goal().demonstrate(world, robot);
    assertTrue(world.goal().reached(world), "after the last keyframe");
  }

  /** Moves a slide (metres) or hinge (radians). */
  public static void slide(World world, String joint, double value) {
    world.state().qpos().put(world.state().model().joint(joint).qpos(), value);
    world.state().forward();
  }

  /** Upright, at a place. */
  public static Pose upright(double x, double y, double z) {
    return new Pose(x, y, z, 0, 0, 0, 1);
  }
}
