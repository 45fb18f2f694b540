package mirrorlab.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Reserves a folder for one process at a time: an exclusive lock on an empty file, which the system
 * releases when the process ends, killed or not.
 */
public final class FolderLock {
  /** The name of the locked file. */
  public static final String FILE = ".lock";

  private FolderLock() {}

  /** Work to do while the folder is locked. */
  @FunctionalInterface
  public interface Work {
    /** Does the work. */
    void run() throws IOException, InterruptedException;
  }

  /**
   * Does some work while holding the lock.
   *
   * @param folder the folder that the work writes to, for the message
   * @param file the file to lock; it is made in an existing folder, and stays
   * @throws IOException if the file is locked already, here or in another process, or cannot be
   *     written
   */
  public static void hold(Path folder, Path file, Work work)
      throws IOException, InterruptedException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!lock(channel, folder)) {
        throw new IOException(
            folder
                + " is being written by another process; wait until that ends, or choose another"
                + " folder");
      }
      work.run();
    }
  }

  private static boolean lock(FileChannel channel, Path folder) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // locked by this process
      return false;
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s cannot be locked (%s); choose a folder on another disk",
              folder,
              e.getMessage()),
          e);
    }
  }
}
