package mirrorlab.episode;

/**
 * One action of the policy: the gripper's target pose, and its state on arrival.
 *
 * @param pose of the point between the finger tips
 * @param gripperOpen whether the gripper opens or closes on arrival
 * @param ignoreCollisions whether the arm goes straight there and touches, pushes or presses
 *     obstacles instead of avoiding them
 */
public record Keyframe(Pose pose, boolean gripperOpen, boolean ignoreCollisions) {

  /** This keyframe with each number rounded to a float, as keyframes are stored and learnt. */
  public Keyframe inFloats() {
    return new Keyframe(pose.inFloats(), gripperOpen, ignoreCollisions);
  }
}
