package mirrorlab.execution;

import java.util.random.RandomGenerator;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;

/**
 * A rigid motion of the whole scene that keeps the table level: training turns and shifts each
 * demonstration together with its actions (SE(3) augmentation).
 *
 * <pre>  p′ = R(yaw)·(p − c) + c + (dx, dy, dz),   c = middle of the crop</pre>
 *
 * @param cos of the yaw
 * @param sin of the yaw
 * @param tx metres added to x after the turn about the world's z axis
 * @param ty metres added to y after the turn
 * @param tz metres added to z
 */
public record Se3Augmentation(double cos, double sin, double tx, double ty, double tz) {

  /** The identity. */
  public static final Se3Augmentation NONE = new Se3Augmentation(1, 0, 0, 0, 0);

  private static final int TRIES = 20;
  private static final double MARGIN = 0.02;

  /** Turns by {@code yaw} radians about the vertical through the crop's middle, then shifts. */
  public static Se3Augmentation about(Crop crop, double yaw, double dx, double dy, double dz) {
    double cos = Math.cos(yaw);
    double sin = Math.sin(yaw);
    double cx = crop.centre(0);
    double cy = crop.centre(1);
    return new Se3Augmentation(
        cos, sin, cx - cos * cx + sin * cy + dx, cy - sin * cx - cos * cy + dy, dz);
  }

  /**
   * A random motion (±8° yaw, ±8 cm on the table, ±1 cm in height) that keeps the action 2 cm
   * inside the crop, or none if 20 draws find no such motion. The yaw is small because, of an
   * object's equivalent sides, the experts choose the one that needs the smallest turn: after a
   * large yaw that would be another side.
   */
  public static Se3Augmentation random(Crop crop, Pose action, RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      Se3Augmentation motion =
          about(
              crop,
              Math.toRadians(random.nextDouble(-8, 8)),
              random.nextDouble(-0.08, 0.08),
              random.nextDouble(-0.08, 0.08),
              random.nextDouble(-0.01, 0.01));
      if (crop.contains(motion.apply(action), MARGIN)) {
        return motion;
      }
    }
    return NONE;
  }

  /** The moved pose. */
  public Pose apply(Pose pose) {
    double[] q = {pose.qx(), pose.qy(), pose.qz(), pose.qw()};
    // The turn as a quaternion (0, 0, s, c), by half of its angle in (−π, π].
    double half = Math.atan2(sin, cos) / 2;
    double s = Math.sin(half);
    double c = Math.cos(half);
    return new Pose(
        cos * pose.x() - sin * pose.y() + tx,
        sin * pose.x() + cos * pose.y() + ty,
        pose.z() + tz,
        c * q[0] - s * q[1],
        c * q[1] + s * q[0],
        c * q[2] + s * q[3],
        c * q[3] - s * q[2]);
  }

  /** The moved action. */
  public Keyframe apply(Keyframe action) {
    return new Keyframe(apply(action.pose()), action.gripperOpen(), action.ignoreCollisions());
  }

  /** The robot's proprioception in the moved scene. */
  public Proprioception apply(Proprioception felt) {
    return new Proprioception(
        apply(felt.gripper()), felt.gripperOpen(), felt.finger1(), felt.finger2());
  }
}
