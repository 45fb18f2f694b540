package mirrorlab.physics;

/**
 * A joint between a body and its parent.
 *
 * @param id index in the model
 * @param name empty if it has none
 * @param qpos index of its first number in {@link State#qpos} (a free joint has 7: x y z, then the
 *     quaternion as w x y z; a hinge or slide has 1)
 * @param dof index of its first number in {@link State#qvel} (a free joint has 6)
 * @param low lower end of its range, radians or metres
 * @param high upper end of its range; equal to {@code low} without a range
 */
public record Joint(int id, String name, int qpos, int dof, double low, double high) {}
