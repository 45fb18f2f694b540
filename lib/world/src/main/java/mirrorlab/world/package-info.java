/** The simulated table, the Panda arm, cameras and renderer; tasks, experts and rollouts. */
package mirrorlab.world;
