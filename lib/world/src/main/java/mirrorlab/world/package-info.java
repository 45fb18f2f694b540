/** The table, the Panda, its cameras and their renderer; tasks, experts and rollouts. */
package mirrorlab.world;
