package mirrorlab.notebook;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Javadoc that Shift+Tab shows in a cell: that of the library and, where installed, the JDK.
 */
final class Documentation {
  private Documentation() {}

  /**
   * Tells JShell where sources are, which it looks for in the JDK alone. Without the access that
   * the kernel is started with, Shift+Tab shows signatures only.
   */
  static void install() {
    try {
      Field sources =
          Class.forName("jdk.jshell.SourceCodeAnalysisImpl")
              .getDeclaredField("availableSourcesOverride");
      sources.setAccessible(true);
      sources.set(null, sources());
    } catch (ReflectiveOperationException | InaccessibleObjectException | IOException e) {
      return; // signatures are shown all the same
    }
  }

  private static List<Path> sources() throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    try (Stream<Path> modules = Files.list(Lesson.root().resolve("lib"))) {
      return Stream.concat(Stream.of(jdk), modules.map(module -> module.resolve("src/main/java")))
          .filter(Files::exists)
          .toList();
    }
  }
}
