package mirrorlab.data;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.files.Sha256;
import mirrorlab.world.World;

/** A checksum of the code that makes demonstrations: another version makes other episodes. */
final class CodeVersion {
  /** One class of each module involved, and the packages involved. */
  private static final Map<Class<?>, List<String>> PACKAGES =
      Map.of(
          Episode.class, List.of("episode", "files"),
          World.class, List.of("physics", "world"),
          CodeVersion.class, List.of("data", "pickle"));

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
    List<String> sums = new ArrayList<>();
    for (Map.Entry<Class<?>, List<String>> module : PACKAGES.entrySet()) {
      Path code = place(module.getKey());
      if (Files.isDirectory(code)) {
        addSums(code, module.getValue(), sums);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(code)) {
          addSums(jar.getPath("/"), module.getValue(), sums);
        }
      }
    }
    Collections.sort(sums);
    return Sha256.of(String.join("\n", sums)).substring(0, 32);
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // a loaded class has a valid location
    }
  }

  private static void addSums(Path root, List<String> packages, List<String> sums)
      throws IOException {
    for (String name : packages) {
      try (Stream<Path> tree = Files.walk(root.resolve("mirrorlab").resolve(name))) {
        for (Path file : tree.filter(Files::isRegularFile).toList()) {
          sums.add(name + " " + file.getFileName() + " " + Sha256.of(file));
        }
      }
    }
  }
}
