package mirrorlab.data;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.files.Sha256;

/** The code that makes demonstrations, as one checksum: another version makes other episodes. */
final class CodeVersion {
  private static final List<String> PACKAGES =
      List.of("data", "episode", "files", "physics", "pickle", "world");

  private static Optional<String> now = Optional.empty();

  private CodeVersion() {}

  /** The first half of the SHA-256 of the classes that read or make episodes; computed once. */
  static synchronized String now() throws IOException {
    if (now.isEmpty()) {
      now = Optional.of(checksum());
    }
    return now.get();
  }

  private static String checksum() throws IOException {
    Path code;
    try {
      code = Path.of(CodeVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a class comes from a proper place
    }
    if (Files.isDirectory(code)) {
      return checksum(code);
    }
    try (FileSystem jar = FileSystems.newFileSystem(code)) {
      return checksum(jar.getPath("/"));
    }
  }

  private static String checksum(Path root) throws IOException {
    List<String> sums = new ArrayList<>();
    for (String name : PACKAGES) {
      try (Stream<Path> tree = Files.walk(root.resolve("mirrorlab").resolve(name))) {
        for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
          sums.add(file.getFileName() + " " + Sha256.of(file));
        }
      }
    }
    return Sha256.of(String.join("\n", sums)).substring(0, 32);
  }
}
