package mirrorlab.world.task;

import mirrorlab.episode.Pose;

/** How the hand takes what looks the same after half a turn. */
final class Grasp {
  private static final double BASE = -0.31; // metres, the robot's x

  private Grasp() {}

  /**
   * The gripper over a thing that stands, with its fingers along the thing's y. Of the two such
   * ways it is the one that is at most a quarter of a turn from how the arm stretches to there: the
   * wrist can then still turn on.
   *
   * @param height metres from the thing's origin up to where it is held
   */
  static Pose across(Pose thing, double height) {
    double stretched = StrictMath.atan2(thing.y(), thing.x() - BASE);
    double turn = Math.IEEEremainder(thing.yaw() - stretched, Math.PI);
    return Pose.down(thing.x(), thing.y(), thing.z() + height, stretched + turn);
  }
}
