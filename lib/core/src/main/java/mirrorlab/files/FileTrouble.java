package mirrorlab.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Explains Java's exceptions about files, whose messages are often a bare path. */
public final class FileTrouble {
  private FileTrouble() {}

  /**
   * One line for a user: the file, the problem and its fix; other exceptions' messages unchanged.
   */
  public static String describe(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && !(root instanceof FileSystemException)) {
      root = root.getCause();
    }
    if (!(root instanceof FileSystemException trouble) || !isBare(e, trouble)) {
      return String.valueOf(e.getMessage());
    }
    return trouble.getFile() + " " + meaning(trouble);
  }

  /** Whether the message is still Java's own. */
  private static boolean isBare(Throwable e, FileSystemException trouble) {
    String message = e.getMessage();
    return e == trouble
        || message == null
        || message.equals(trouble.getMessage())
        || message.equals(trouble.toString());
  }

  private static String meaning(FileSystemException trouble) {
    if (trouble instanceof NoSuchFileException) {
      return "does not exist; check the path, or bring it back";
    }
    if (trouble instanceof AccessDeniedException) {
      return "cannot be read or written: permission denied; change its owner or mode, or choose"
          + " another place";
    }
    if (trouble instanceof NotDirectoryException) {
      return "is a file; name a folder";
    }
    if (trouble instanceof FileAlreadyExistsException) {
      return "exists already and is of another kind; delete it, or choose another place";
    }
    if (trouble instanceof DirectoryNotEmptyException) {
      return "is a folder that holds something; name a file, or empty it";
    }
    if (trouble instanceof FileSystemLoopException) {
      return "is a link that leads back to a folder above it; delete it";
    }
    String reason = trouble.getReason() == null ? trouble.toString() : trouble.getReason();
    String fix =
        switch (reason) {
          case "No space left on device", "Disk quota exceeded" ->
              "free some space, then give the same command again";
          case "Read-only file system" -> "choose a place that can be written";
          case "Is a directory" -> "name a file";
          default -> "check the path and the disk, then give the same command again";
        };
    return "cannot be used: " + reason + "; " + fix;
  }
}
