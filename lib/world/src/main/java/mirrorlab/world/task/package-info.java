/**
 * The eighteen tasks, one file each, modelled on those of RLBench.
 *
 * <p>Each class implements {@link mirrorlab.world.Task}: the number of its variations, the words of
 * its instructions, and the {@link mirrorlab.world.Goal} of a seeded scene, with the test of
 * success and the expert. {@code @AutoService} registers it. No task knows another one; {@link
 * CloseJar} is a short one to read first.
 */
package mirrorlab.world.task;
