/** Files that are read with clear errors and written whole or not at all. */
package mirrorlab.files;
