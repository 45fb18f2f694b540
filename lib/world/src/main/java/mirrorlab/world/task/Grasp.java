package mirrorlab.world.task;

import mirrorlab.episode.Pose;

/** Grasps of objects with a symmetry of half a turn. */
final class Grasp {
  private static final double BASE = -0.31; // metres, the robot's x

  private Grasp() {}

  /**
   * The gripper over a standing object, with its fingers along the object's y. Of the two such
   * poses this is the one within a quarter turn of the arm's direction, which leaves the wrist room
   * to turn.
   *
   * @param height metres from the object's origin up to the grasp point
   */
  static Pose across(Pose thing, double height) {
    double stretched = StrictMath.atan2(thing.y(), thing.x() - BASE);
    double turn = Math.IEEEremainder(thing.yaw() - stretched, Math.PI);
    return Pose.down(thing.x(), thing.y(), thing.z() + height, stretched + turn);
  }
}
