/**
 * The values that encoders read and policies return.
 *
 * <pre>
 *   {@link Episode} ─┬─► video, instruction ───────────────► U
 *            └─► {@link Step}: {@link Observation}, next {@link Keyframe} ─► E
 *   {@link Policy}: observation, instruction ─► keyframe; {@link Outcome} of a rollout
 * </pre>
 *
 * <p>An {@link Observation} holds one {@link View} per {@link Camera} of the policy, each with its
 * {@link Projection}, and the robot's {@link Proprioception}. The frame and the bounds of the scene
 * are those of {@link Workspace}. All values are immutable; {@link LazyList} keeps long lists of
 * them packed, and {@link AllCores} works through independent ones in parallel.
 */
package mirrorlab.episode;
