package mirrorlab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** NOTICE lists the libraries that are used at run time, and no others. */
class NoticeTest {
  /** Libraries of the tests, the compiler and the kernels of the lessons. */
  private static final String ELSEWHERE =
      "junit-.*|archunit|opentest4j|apiguardian-api|jspecify"
          + "|auto-service-annotations|jjava-.*|jupyter-jvm-basekernel|jeromq|jnacl";

  @Test
  void everyLibraryOfTheClassPathIsListed() throws IOException {
    TreeSet<String> used =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar") && !entry.matches(".*/mirrorlab-[^/]*"))
            .map(jar -> Path.of(jar).getParent().getParent().getFileName().toString())
            .filter(artifact -> !artifact.matches(ELSEWHERE + "|.*-cu\\d+|.*cuda.*"))
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> listed =
        Files.readAllLines(Path.of(System.getProperty("mirrorlab.root"), "NOTICE")).stream()
            .filter(line -> line.matches("  [^ :]+:[^ :]+"))
            .map(line -> line.substring(line.indexOf(':') + 1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(used, listed);
  }
}
