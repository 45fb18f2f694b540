package mirrorlab.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  @Test
  void anotherProcessMakesTheSameEpisodesToTheByte() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
    assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    assertEquals(digests(), theirs);
  }

  /** Prints the digest of an episode of each task. */
  public static void main(String[] arguments) throws Exception {
    System.out.print(digests());
  }

  private static String digests() throws IOException, NoSuchAlgorithmException {
    StringBuilder digests = new StringBuilder();
    for (Task task : Tasks.all()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(episode(task));
      digests.append(task.id()).append(' ').append(HexFormat.of().formatHex(digest)).append('\n');
    }
    return digests.toString();
  }

  private static byte[] episode(Task task) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes);
        World world = World.create(task, 2, 11)) {
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
