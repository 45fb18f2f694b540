package mirrorlab.world;

import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;

/** The robot as an expert commands it: each call is one keyframe and returns when it is done. */
@FunctionalInterface
public interface Robot {
  /**
   * Goes to the keyframe's pose, then opens or closes the gripper.
   *
   * @throws UnreachableException if the pose cannot be reached
   */
  void execute(Keyframe keyframe);

  /** Goes there, avoiding collisions, and opens the gripper at the end. */
  default void open(Pose pose) {
    execute(new Keyframe(pose, true, false));
  }

  /** Goes there, avoiding collisions, and closes the gripper at the end. */
  default void closed(Pose pose) {
    execute(new Keyframe(pose, false, false));
  }

  /** Goes there, ignoring collisions, and opens the gripper. */
  default void release(Pose pose) {
    execute(new Keyframe(pose, true, true));
  }

  /** Goes there, ignoring collisions, and closes the gripper, or keeps it closed. */
  default void grip(Pose pose) {
    execute(new Keyframe(pose, false, true));
  }
}
