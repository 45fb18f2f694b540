package mirrorlab.physics;

/**
 * A motor.
 *
 * @param id index in the model
 * @param name empty if it has none
 * @param ctrl index of its number in {@link State#ctrl}
 * @param low lowest control
 * @param high highest control; equal to {@code low} without a range
 */
public record Actuator(int id, String name, int ctrl, double low, double high) {}
