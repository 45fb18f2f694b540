package mirrorlab.world;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;

/** What an expert commands: each call is one keyframe, and returns when the robot has done it. */
@FunctionalInterface
public interface Robot {
  /**
   * Goes to the keyframe's pose, then opens or closes the gripper.
   *
   * @throws UnreachableException if the pose cannot be reached
   */
  void execute(Keyframe keyframe);

  /** Goes there with the gripper open at the end, keeping clear of things. */
  default void open(Pose pose) {
    execute(new Keyframe(pose, true, false));
  }

  /** Goes there with the gripper closed at the end, keeping clear of things. */
  default void closed(Pose pose) {
    execute(new Keyframe(pose, false, false));
  }

  /** Goes there, touching what is there, and lets go. */
  default void release(Pose pose) {
    execute(new Keyframe(pose, true, true));
  }

  /** Goes there, touching what is there, and grips it, or holds on to what it has. */
  default void grip(Pose pose) {
    execute(new Keyframe(pose, false, true));
  }
}
