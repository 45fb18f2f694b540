package mirrorlab.episode;

/**
 * One action of the policy: where the gripper goes, and what it does when it has arrived.
 *
 * @param pose of the point between the finger tips
 * @param gripperOpen whether the gripper opens or closes on arrival
 * @param ignoreCollisions whether the arm goes straight there and touches, pushes or presses what
 *     is in the way, in place of going round it
 */
public record Keyframe(Pose pose, boolean gripperOpen, boolean ignoreCollisions) {

  /** The nearest keyframe of which each number is a float, as they are stored and learnt. */
  public Keyframe inFloats() {
    return new Keyframe(pose.inFloats(), gripperOpen, ignoreCollisions);
  }
}
