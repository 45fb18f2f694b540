package mirrorlab.world;

/**
 * A place and an orientation in the world frame.
 *
 * @param x metres, away from the robot
 * @param y metres, to the robot's left
 * @param z metres, up; the table's top is at {@link Workspace#TABLE_HEIGHT}
 * @param qx unit quaternion, {@code x} part
 * @param qy unit quaternion, {@code y} part
 * @param qz unit quaternion, {@code z} part
 * @param qw unit quaternion, {@code w} (real) part
 */
public record Pose(double x, double y, double z, double qx, double qy, double qz, double qw) {

  /** Checks that the quaternion has length 1 to within 1e-3 and makes it exact. */
  public Pose {
    double length = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (!(Math.abs(length - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "a pose needs a unit quaternion (x, y, z, w); its length is " + length);
    }
    qx /= length;
    qy /= length;
    qz /= length;
    qw /= length;
  }

  /**
   * A gripper that points straight down.
   *
   * @param yaw radians about the world's z axis; at 0 the fingers open along the world's y axis
   */
  public static Pose down(double x, double y, double z, double yaw) {
    return new Pose(x, y, z, Math.cos(yaw / 2), Math.sin(yaw / 2), 0, 0);
  }

  /** The same orientation, moved by the given metres along the world's axes. */
  public Pose plus(double dx, double dy, double dz) {
    return new Pose(x + dx, y + dy, z + dz, qx, qy, qz, qw);
  }

  /** The rotation matrix, 9 numbers by rows. */
  public double[] rotation() {
    return new double[] {
      1 - 2 * (qy * qy + qz * qz),
      2 * (qx * qy - qz * qw),
      2 * (qx * qz + qy * qw),
      2 * (qx * qy + qz * qw),
      1 - 2 * (qx * qx + qz * qz),
      2 * (qy * qz - qx * qw),
      2 * (qx * qz - qy * qw),
      2 * (qy * qz + qx * qw),
      1 - 2 * (qx * qx + qy * qy)
    };
  }

  /** Radians about the world's z axis by which a downward gripper is turned, in (-π, π]. */
  public double yaw() {
    double[] r = rotation();
    return Math.atan2(r[3], r[0]);
  }
}
