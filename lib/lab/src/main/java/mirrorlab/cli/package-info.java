/** The commands. */
package mirrorlab.cli;
