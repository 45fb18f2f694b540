package mirrorlab.experiment;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mirrorlab.nn.PyTorch;

/**
 * The software and hardware of a computation.
 *
 * @param revision revision of the project's code, with {@code +changes} if it was modified; or
 *     {@code unknown}
 * @param versions versions of Java, of DJL and its engine, by name
 * @param device such as {@code cpu()} or {@code gpu(0)}
 * @param cores cores available to Java
 * @param peakMegabytes peak memory of the whole process so far; 0 if unknown
 */
public record Provenance(
    String revision, Map<String, String> versions, String device, int cores, long peakMegabytes) {

  /** The current software and hardware. */
  public static Provenance now() {
    Engine engine = PyTorch.engine();
    Device device = engine.defaultDevice();
    Map<String, String> versions = new TreeMap<>();
    versions.put("Java", Runtime.version().toString());
    versions.put("DJL", Engine.getDjlVersion());
    versions.put(engine.getEngineName(), engine.getVersion());
    return new Provenance(
        gitRevision(),
        versions,
        device.toString(),
        Runtime.getRuntime().availableProcessors(),
        mostMegabytes());
  }

  private static String gitRevision() {
    String changes = git("status", "--porcelain", "--untracked-files=no");
    String revision = git("rev-parse", "HEAD");
    return revision.isEmpty() ? "unknown" : revision + (changes.isEmpty() ? "" : "+changes");
  }

  /** The output of a git command in the project; empty without git, as in a container. */
  private static String git(String... arguments) {
    String root = System.getProperty("mirrorlab.root", ".");
    try {
      Process git =
          new ProcessBuilder(
                  Stream.concat(Stream.of("git", "-C", root), Stream.of(arguments)).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** The peak resident memory, which only Linux reports. */
  private static long mostMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
