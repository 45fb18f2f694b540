/** Reads files with clear errors and writes them whole or not at all; JSON records. */
package mirrorlab.files;
