/**
 * Files that are written whole or not at all, and read with errors that name the file and the fix.
 *
 * <p>{@link AtomicFile} writes by renaming a temporary file, so that a killed process leaves the
 * old file or the new one. {@link JsonFile} stores records, {@link FolderLock} reserves a folder
 * for one process, and {@link Sha256} identifies contents. {@link FileTrouble} and {@link
 * Sanitized} make error messages readable. Every other package writes files through this one.
 */
package mirrorlab.files;
