package mirrorlab.episode;

/**
 * What the robot feels of itself.
 *
 * @param gripper pose of the point between the finger tips
 * @param gripperOpen whether the gripper was last told to open
 * @param finger1 metres that the first finger is open, 0 to 0.04
 * @param finger2 metres that the second finger is open, 0 to 0.04
 */
public record Proprioception(Pose gripper, boolean gripperOpen, double finger1, double finger2) {}
