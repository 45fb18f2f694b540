/** Every figure and table of the course, drawn from result records alone. */
package mirrorlab.figures;
