package mirrorlab.episode;

/** How a rollout ended. */
public enum Outcome {
  /** What the instruction asked is done. */
  SUCCESS,
  /** The keyframes were used up, and nothing below explains why. */
  TIMEOUT,
  /** A keyframe's pose could not be reached, or something stopped the hand on its way. */
  UNREACHABLE,
  /** Where the task needs a grasp, the gripper held nothing when it was last closed. */
  MISSED_GRASP,
  /** What another instruction would have asked in this scene is done. */
  WRONG_OBJECT
}
