package mirrorlab.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.View;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeterminismTest {

  /** This Java and the others that stand beside it. */
  static List<Path> javas() throws IOException {
    Path mine = Path.of(System.getProperty("java.home"));
    try (Stream<Path> beside = Files.list(mine.getParent())) {
      return Stream.concat(Stream.of(mine), beside.filter(DeterminismTest::isOtherJava)).toList();
    }
  }

  private static boolean isOtherJava(Path home) {
    try {
      return !Files.isSymbolicLink(home)
          && !home.equals(Path.of(System.getProperty("java.home")))
          && Files.readString(home.resolve("release"))
              .matches("(?s).*JAVA_VERSION=\"(1[789]|[2-9]\\d)\\b.*");
    } catch (IOException e) {
      return false; // not a Java
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void anotherProcessMakesTheSameEpisodesToTheByte(Path java) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin").resolve("java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    for (String name : List.of("mirrorlab.mujoco", "jna.tmpdir")) {
      if (System.getProperty(name) != null) {
        command.add("-D" + name + "=" + System.getProperty(name));
      }
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DeterminismTest.class.getName()));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String theirs = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertTrue(child.waitFor(120, TimeUnit.SECONDS));
    assertEquals(digests(), theirs);
  }

  /** Prints the digest of an episode of each task. */
  public static void main(String[] arguments) {
    System.out.print(digests());
  }

  private static String digests() {
    return Tasks.all().stream().map(DeterminismTest::digest).collect(Collectors.joining());
  }

  private static String digest(Task task) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(episode(task));
      return task.id() + ' ' + HexFormat.of().formatHex(digest) + '\n';
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] episode(Task task) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes);
        World world = World.create(task, task.variations() - 1, 11)) {
      Rollout rollout = Rollout.demonstrate(world);
      out.writeUTF(rollout.outcome().name());
      for (Keyframe keyframe : rollout.keyframes()) {
        out.writeUTF(keyframe.toString());
      }
      for (Observation observation : rollout.observations()) {
        out.writeUTF(observation.proprioception().toString());
        for (View view : observation.views()) {
          out.write(view.image().rgb());
          for (char millimetres : view.depth()) {
            out.writeChar(millimetres);
          }
        }
      }
      for (Image frame : world.video(8, Camera.OBSERVER, 64, 64)) {
        out.write(frame.rgb());
      }
    }
    return bytes.toByteArray();
  }
}
