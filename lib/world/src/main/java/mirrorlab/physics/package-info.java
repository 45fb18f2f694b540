/**
 * MuJoCo through JNA: model, state, step, Jacobian and errors.
 *
 * <pre>
 *   MJCF text ─► {@link Model} (constant) ─► {@link State} (positions, velocities, contacts) ─► step ─► state
 * </pre>
 *
 * <p>{@link MuJoCo} finds and loads the native library. {@link Model} and {@link State} own native
 * memory and are closed by their user; no other package touches native memory of our own. A scene
 * that cannot be compiled or simulated is a {@link PhysicsException}.
 */
package mirrorlab.physics;
