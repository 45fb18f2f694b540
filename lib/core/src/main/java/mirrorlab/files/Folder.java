package mirrorlab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Creates and deletes folders. */
public final class Folder {
  private Folder() {}

  /**
   * Creates a folder, with its parents, if it does not exist.
   *
   * @return its path, with all symbolic links resolved
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

  /** Deletes a folder with its contents, if it exists. */
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
