package mirrorlab.episode;

/**
 * A position and an orientation in the world frame.
 *
 * <p>{@code StrictMath} gives the same bits on every Java, which {@code Math} does not promise.
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

  /**
   * Checks that the quaternion has length 1 to within 1e-3 and corrects it, except for errors
   * within float precision, so that a pose stored as floats is read back unchanged.
   */
  public Pose {
    double length = Math.sqrt(qx * qx + qy * qy + qz * qz + qw * qw);
    if (!(Math.abs(length - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "a pose needs a unit quaternion (x, y, z, w); its length is " + length);
    }
    if (Math.abs(length - 1) > 1e-6) {
      qx /= length;
      qy /= length;
      qz /= length;
      qw /= length;
    }
  }

  /**
   * A gripper that points straight down.
   *
   * @param yaw radians about the world's z axis; at 0 the fingers open along the world's y axis
   */
  public static Pose down(double x, double y, double z, double yaw) {
    return new Pose(x, y, z, StrictMath.cos(yaw / 2), StrictMath.sin(yaw / 2), 0, 0);
  }

  /**
   * The pose of a position and a rotation matrix; the quaternion's real part is not negative.
   *
   * @param position 3 metres
   * @param rotation 9 numbers by rows
   */
  public static Pose of(double[] position, double[] rotation) {
    double[] r = rotation;
    // Shepperd's method: the largest part first, so that nothing small is divided by.
    double[] squares = {
      1 + r[0] - r[4] - r[8], 1 - r[0] + r[4] - r[8], 1 - r[0] - r[4] + r[8], 1 + r[0] + r[4] + r[8]
    };
    int largest = 3;
    for (int i = 0; i < 3; i++) {
      if (squares[i] > squares[largest]) {
        largest = i;
      }
    }
    double[][] products = {
      {squares[0], r[1] + r[3], r[2] + r[6], r[7] - r[5]},
      {r[1] + r[3], squares[1], r[5] + r[7], r[2] - r[6]},
      {r[2] + r[6], r[5] + r[7], squares[2], r[3] - r[1]},
      {r[7] - r[5], r[2] - r[6], r[3] - r[1], squares[3]}
    };
    double[] q = products[largest];
    double scale = (q[3] < 0 ? -0.5 : 0.5) / Math.sqrt(squares[largest]);
    return new Pose(
        position[0],
        position[1],
        position[2],
        scale * q[0],
        scale * q[1],
        scale * q[2],
        scale * q[3]);
  }

  /** The composition with a pose given in this pose's frame: {@code other} in the world frame. */
  public Pose times(Pose other) {
    double[] r = rotation();
    return new Pose(
        x + r[0] * other.x + r[1] * other.y + r[2] * other.z,
        y + r[3] * other.x + r[4] * other.y + r[5] * other.z,
        z + r[6] * other.x + r[7] * other.y + r[8] * other.z,
        qw * other.qx + qx * other.qw + qy * other.qz - qz * other.qy,
        qw * other.qy - qx * other.qz + qy * other.qw + qz * other.qx,
        qw * other.qz + qx * other.qy - qy * other.qx + qz * other.qw,
        qw * other.qw - qx * other.qx - qy * other.qy - qz * other.qz);
  }

  /** The inverse pose: {@code pose.inverse().times(pose)} is the frame's origin. */
  public Pose inverse() {
    double[] r = rotation();
    return new Pose(
        -(r[0] * x + r[3] * y + r[6] * z),
        -(r[1] * x + r[4] * y + r[7] * z),
        -(r[2] * x + r[5] * y + r[8] * z),
        -qx,
        -qy,
        -qz,
        qw);
  }

  /** This pose relative to the given frame: {@code frame.times(pose.in(frame))} is this pose. */
  public Pose in(Pose frame) {
    return frame.inverse().times(this);
  }

  /** Radians between this pose's z axis and the vertical, 0 to π. */
  public double tilt() {
    return StrictMath.acos(Math.max(-1, Math.min(1, rotation()[8])));
  }

  /** This pose with each number rounded to a float. */
  public Pose inFloats() {
    return new Pose(
        (float) x, (float) y, (float) z, (float) qx, (float) qy, (float) qz, (float) qw);
  }

  /** The same orientation, moved by the given metres along the world's axes. */
  public Pose plus(double dx, double dy, double dz) {
    return new Pose(x + dx, y + dy, z + dz, qx, qy, qz, qw);
  }

  /** The same position, turned by the given radians about the world's z axis. */
  public Pose turned(double yaw) {
    double s = StrictMath.sin(yaw / 2);
    double c = StrictMath.cos(yaw / 2);
    return new Pose(x, y, z, c * qx - s * qy, c * qy + s * qx, c * qz + s * qw, c * qw - s * qz);
  }

  /** The distance between the positions, in metres. */
  public double distance(Pose other) {
    return Math.sqrt(
        (x - other.x) * (x - other.x)
            + (y - other.y) * (y - other.y)
            + (z - other.z) * (z - other.z));
  }

  /**
   * The rotation from this orientation to another: 3 numbers, the axis in the world times the angle
   * in radians, at most π.
   */
  public double[] turnTo(Pose other) {
    // other × conjugate(this)
    double w = other.qw * qw + other.qx * qx + other.qy * qy + other.qz * qz;
    double vx = -other.qw * qx + other.qx * qw - other.qy * qz + other.qz * qy;
    double vy = -other.qw * qy + other.qx * qz + other.qy * qw - other.qz * qx;
    double vz = -other.qw * qz - other.qx * qy + other.qy * qx + other.qz * qw;
    double sine = Math.sqrt(vx * vx + vy * vy + vz * vz);
    double angle = 2 * StrictMath.atan2(sine, Math.abs(w));
    // The angle over its sine tends to 2 as both vanish.
    double scale = (w < 0 ? -1 : 1) * (sine < 1e-9 ? 2 : angle / sine);
    return new double[] {scale * vx, scale * vy, scale * vz};
  }

  /** The pose at a fraction of the way to another: along a line, at a constant rate of rotation. */
  public Pose towards(Pose end, double fraction) {
    double[] turn = turnTo(end);
    double angle = Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]);
    double s = angle < 1e-9 ? 0 : StrictMath.sin(fraction * angle / 2) / angle;
    double c = StrictMath.cos(fraction * angle / 2);
    double tx = s * turn[0];
    double ty = s * turn[1];
    double tz = s * turn[2];
    return new Pose(
        x + fraction * (end.x - x),
        y + fraction * (end.y - y),
        z + fraction * (end.z - z),
        c * qx + tx * qw + ty * qz - tz * qy,
        c * qy - tx * qz + ty * qw + tz * qx,
        c * qz + tx * qy - ty * qx + tz * qw,
        c * qw - tx * qx - ty * qy - tz * qz);
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
    return StrictMath.atan2(r[3], r[0]);
  }
}
