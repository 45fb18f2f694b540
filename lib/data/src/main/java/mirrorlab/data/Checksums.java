package mirrorlab.data;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sha256;

/**
 * {@code checksums.json}: the SHA-256 of every other file of a set except {@link
 * LeRobotStatistics#FILE}, which is derived from the others. It is written last, so a set that has
 * it is complete.
 *
 * @param sha256 by the file's path below the set
 */
record Checksums(SortedMap<String, String> sha256) {
  static final String FILE = "checksums.json";

  private static final String TROUBLE =
      "(See 'Files that are not what they were' in notebooks/trouble.md.)";

  /** Checks that nothing is missing. */
  Checksums {
    if (sha256 == null) {
      throw new IllegalArgumentException("sha256 is missing");
    }
  }

  /** Computes the checksums of the existing files. */
  static Checksums of(Path set) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    for (Path file : files(set)) {
      all.put(name(set, file), Sha256.of(file));
    }
    return new Checksums(all);
  }

  /** All files of a set except this one, the statistics, and the intermediate parts. */
  static List<Path> files(Path set) throws IOException {
    try (Stream<Path> tree = Files.walk(set, FileVisitOption.FOLLOW_LINKS)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.equals(set.resolve(FILE)))
          .filter(file -> !file.endsWith(LeRobotStatistics.FILE))
          .filter(file -> !file.startsWith(set.resolve(SetParts.FOLDER)))
          .sorted()
          .toList();
    }
  }

  /** A file's path below a set, with slashes. */
  static String name(Path set, Path file) {
    return set.relativize(file).toString().replace('\\', '/');
  }

  /**
   * Checks that a file is unchanged since the set was made.
   *
   * @throws IOException if it is missing or was changed
   */
  void check(Path set, String name) throws IOException {
    Path file = set.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing; bring it back, or make the set anew. " + TROUBLE);
    }
    String now = Sha256.of(file);
    String then = sha256.get(name);
    if (!now.equals(then)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s was changed since it was made (SHA-256 is %s…, was %s…); bring it back, or make the set anew. %s",
              file,
              now.substring(0, 8),
              then == null ? "not listed" : then.substring(0, Math.min(8, then.length())),
              TROUBLE));
    }
  }

  /** Whether a set is finished: it has checksums, and they are not empty. */
  static boolean areIn(Path set) throws IOException {
    return Files.exists(set.resolve(FILE)) && !read(set).sha256.isEmpty();
  }

  void write(Path set) throws IOException {
    JsonFile.write(set.resolve(FILE), this);
  }

  static Checksums read(Path set) throws IOException {
    return JsonFile.read(set.resolve(FILE), Checksums.class);
  }
}
