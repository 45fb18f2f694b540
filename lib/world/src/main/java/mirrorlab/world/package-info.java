/**
 * The simulated table: the Panda arm, cameras, renderer, tasks, experts and rollouts.
 *
 * <pre>
 *   {@link Task} + seed ─► {@link Scene} ─► {@link World} ─┬─► {@link Renderer} ─► observation ─► policy
 *                                  └◄─ {@link Robot} ◄──── keyframe ◄─────────┘
 *   {@link Goal}: expert and success ─► {@link Rollout}
 * </pre>
 *
 * <p>{@link Tasks} finds the tasks on the class path; those of this library are in {@link
 * mirrorlab.world.task}. {@link Actor} names the actors that check a task: its expert must succeed,
 * all others must fail.
 */
package mirrorlab.world;
