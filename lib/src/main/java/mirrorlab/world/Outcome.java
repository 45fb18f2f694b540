package mirrorlab.world;

/** How a rollout ended. */
public enum Outcome {
  /** What the instruction asked is done. */
  SUCCESS,
  /** The keyframes were used up, and nothing below explains why. */
  TIMEOUT,
  /** A keyframe's pose could not be reached. */
  UNREACHABLE,
  /** The gripper closed on nothing where the task needs a grasp. */
  MISSED_GRASP,
  /** What another instruction would have asked in this scene is done. */
  WRONG_OBJECT
}
