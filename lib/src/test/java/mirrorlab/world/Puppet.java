package mirrorlab.world;

import java.nio.DoubleBuffer;

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
