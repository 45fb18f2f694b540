package mirrorlab.data;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;

/**
 * An ffmpeg for tests: the one that the user names, else the one that a library of the tests
 * carries, else the one on the {@code PATH}.
 */
final class TestFfmpeg {
  private TestFfmpeg() {}

  /** Variables that name it; tests are skipped where none starts. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (!environment.containsKey(Ffmpeg.VARIABLE) && isFound(Map.of(Ffmpeg.VARIABLE, unpacked()))) {
      environment.put(Ffmpeg.VARIABLE, unpacked());
    }
    Assumptions.assumeTrue(isFound(environment), "there is no ffmpeg that starts here");
    return environment;
  }

  private static boolean isFound(Map<String, String> environment) {
    try {
      Ffmpeg.find(environment, "a test");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The library's program, unpacked with its libraries where JavaCPP keeps natives. */
  private static String unpacked() throws IOException {
    URL packed = TestFfmpeg.class.getResource("/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/");
    if (packed == null) {
      return "none";
    }
    File folder = Loader.cacheResource(packed);
    try (Stream<Path> libraries = Files.list(folder.toPath())) {
      for (Path library :
          libraries.filter(it -> it.toString().matches(".*/libva[^.]*\\.so")).toList()) {
        try { // under the name by which the others look for it
          Files.createSymbolicLink(Path.of(library + ".2"), library.getFileName());
        } catch (FileAlreadyExistsException e) {
          continue;
        }
      }
    }
    File program = new File(folder, "ffmpeg");
    program.setExecutable(true);
    return program.toString();
  }
}
