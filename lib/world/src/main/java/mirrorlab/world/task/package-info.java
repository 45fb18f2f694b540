/** The tasks, one file each. */
package mirrorlab.world.task;
