package mirrorlab.episode;

/** The outcome of a rollout. */
public enum Outcome {
  /** The instruction was carried out. */
  SUCCESS,
  /** The keyframes were used up, and none of the reasons below applies. */
  TIMEOUT,
  /** A keyframe's pose could not be reached, or an obstacle stopped the gripper on its way. */
  UNREACHABLE,
  /** The task needs a grasp, and the gripper held nothing when it was last closed. */
  MISSED_GRASP,
  /** Another instruction for this scene was carried out instead. */
  WRONG_OBJECT
}
