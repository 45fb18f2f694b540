/** Files that are read with clear errors and written whole or not at all; JSON records. */
package mirrorlab.files;
