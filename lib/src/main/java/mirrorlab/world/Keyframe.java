package mirrorlab.world;

/**
 * One action of the policy: where the gripper goes, and what it does when it has arrived.
 *
 * @param pose of the point between the finger tips
 * @param gripperOpen whether the gripper opens or closes on arrival
 * @param ignoreCollisions stored and learnt as in RLBench; our controller ignores it
 */
public record Keyframe(Pose pose, boolean gripperOpen, boolean ignoreCollisions) {}
