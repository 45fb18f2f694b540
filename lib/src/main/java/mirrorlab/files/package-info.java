/**
 * Files that are read with clear errors and written whole or not at all: JSON records, and Python's
 * pickles, which are never run.
 */
package mirrorlab.files;
