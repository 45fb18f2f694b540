package mirrorlab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Folders as a whole. */
public final class Folder {
  private Folder() {}

  /**
   * Makes a folder where there is none, with those above it.
   *
   * @return where it is, with all symbolic links resolved
   * @throws IOException if a file or a broken link is in its place
   */
  public static Path create(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder) && !Files.exists(folder)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is a link to %s, which does not exist; make that folder, or delete the link",
              folder,
              Files.readSymbolicLink(folder)));
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file; name a folder");
    }
    // A link to a folder is refused by createDirectories of Java 17.
    return (Files.exists(folder) ? folder : Files.createDirectories(folder)).toRealPath();
  }

  /** Deletes a folder with all that is in it; nothing happens where there is none. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.delete(path);
        }
      }
    }
  }
}
