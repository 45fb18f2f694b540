package mirrorlab.episode;

/**
 * The robot's own state.
 *
 * @param gripper pose of the point between the finger tips
 * @param gripperOpen whether the gripper's last command was to open
 * @param finger1 opening of the first finger in metres, 0 to 0.04
 * @param finger2 opening of the second finger in metres, 0 to 0.04
 */
public record Proprioception(Pose gripper, boolean gripperOpen, double finger1, double finger2) {}
