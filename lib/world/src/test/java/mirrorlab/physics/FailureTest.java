package mirrorlab.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong becomes an exception that names the cause and the fix, and the JVM lives. */
class FailureTest {
  /** A number that MuJoCo does not know as an integrator: its step then fails for good. */
  private static void spoil(Model model) {
    model.struct().set("opt.integrator", 77);
  }

  @Test
  void aFatalErrorIsAnExceptionAndEndsItsStateOnly() {
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of());
        Model sound = Model.parse(SimulationTest.SCENE, Map.of());
        State state = new State(model);
        State other = new State(sound)) {
      spoil(model);
      String message = assertThrows(PhysicsException.class, state::step).getMessage();
      assertTrue(message.startsWith("MuJoCo failed: "), message);
      assertTrue(message.contains("integrator"), message);
      assertTrue(message.contains("make a new one"), message);
      assertEquals(message, assertThrows(PhysicsException.class, state::qpos).getMessage());
      assertEquals(message, assertThrows(PhysicsException.class, state::reset).getMessage());
      other.step(10);
      assertEquals(0.01, other.time(), 1e-12);
    }
  }

  @Test
  void aFatalErrorInOneThreadDoesNotReachAnother() throws InterruptedException {
    List<Throwable> surprises = new ArrayList<>();
    Thread healthy =
        new Thread(
            () -> {
              try (Model model = Model.parse(SimulationTest.SCENE, Map.of());
                  State state = new State(model)) {
                state.step(3000);
              }
            });
    healthy.setUncaughtExceptionHandler((thread, e) -> surprises.add(e));
    healthy.start();
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of())) {
      spoil(model);
      for (int i = 0; i < 200; i++) {
        try (State state = new State(model)) {
          assertThrows(PhysicsException.class, state::step);
        }
      }
    }
    healthy.join();
    assertEquals(List.of(), surprises);
  }

  @Test
  void anUnstableSimulationIsNoticedUntilItIsReset() {
    try (Model model = Model.parse(SimulationTest.SCENE, Map.of());
        State state = new State(model)) {
      double[] saved = state.save();
      state.qvel().put(0, Double.NaN);
      String message = assertThrows(UnstableException.class, state::step).getMessage();
      assertTrue(message.contains("a velocity is not finite"), message);
      assertThrows(UnstableException.class, state::step);
      state.restore(saved);
      state.step(10);
      state.ctrl().put(0, Double.NaN);
      assertThrows(UnstableException.class, () -> state.step(5));
      state.reset();
      state.step(10);
      assertEquals(0.01, state.time(), 1e-12);
    }
  }

  @Test
  void aSceneThatAsksForTooLittleMemoryHasEnough() {
    String greedy = SimulationTest.SCENE.replace("<worldbody>", "<size memory=\"1K\"/><worldbody>");
    try (Model model = Model.parse(greedy, Map.of());
        State state = new State(model)) {
      state.step(1000);
      assertFalse(state.contacts().isEmpty());
    }
  }

  @Test
  void anotherVersionIsRefusedByName() {
    Path library = Path.of("libmujoco.so.3.12.1");
    PhysicsException e =
        assertThrows(PhysicsException.class, () -> MuJoCo.checkVersion(3012001, library));
    assertTrue(
        e.getMessage().startsWith("libmujoco.so.3.12.1 is MuJoCo 3.12.1; this library needs 4.0.0"),
        e.getMessage());
    assertNamesTheFix(e.getMessage());
    MuJoCo.checkVersion(4000000, library);
  }

  @Test
  void aLibraryThatIsNotThereIsMissedByItsPlace(@TempDir Path folder) throws Exception {
    Path nowhere = folder.resolve("libmujoco.so.4.0.0");
    String message = child("-Dmirrorlab.mujoco=" + nowhere);
    assertTrue(message.contains("not at " + nowhere), message);
    assertTrue(message.contains("where -Dmirrorlab.mujoco points"), message);
    assertNamesTheFix(message);
  }

  @Test
  void withoutAnySettingBothAreNamed() throws Exception {
    String message = child("-Dany=thing");
    assertTrue(message.contains("neither the system property mirrorlab.mujoco"), message);
    assertTrue(message.contains("nor the environment variable MUJOCO_LIBRARY"), message);
    assertNamesTheFix(message);
  }

  @Test
  void aFileThatIsNoLibraryIsRefused(@TempDir Path folder) throws Exception {
    Path text = Files.writeString(folder.resolve("libmujoco.so.4.0.0"), "not a library");
    String message = child("-Dmirrorlab.mujoco=" + text);
    assertTrue(message.contains(text + " cannot be used as MuJoCo's library here"), message);
    assertTrue(message.length() < 600, message);
    assertNamesTheFix(message);
  }

  @Test
  void aLibraryThatIsNotMuJoCoIsRefused() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    String name = System.mapLibraryName("java");
    Path other = java.resolve("lib").resolve(name);
    other = Files.exists(other) ? other : java.resolve("bin").resolve(name);
    String message = child("-Dmirrorlab.mujoco=" + other);
    assertTrue(message.contains("cannot be used as MuJoCo's library here"), message);
    assertTrue(message.contains("mj_version"), message);
  }

  private static void assertNamesTheFix(String message) {
    assertTrue(message.contains("./mirrorlab"), message);
    assertTrue(message.contains("pip install mujoco-core==4.0.0"), message);
    assertTrue(message.contains("-Dmirrorlab.mujoco="), message);
  }

  /** What a new JVM with this setting says when it needs MuJoCo; it must end by itself. */
  private static String child(String setting) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            setting,
            "-Djna.tmpdir="
                + System.getProperty("jna.tmpdir", System.getProperty("java.io.tmpdir")),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    builder.environment().remove("MUJOCO_LIBRARY");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), output);
    return output;
  }

  /** Says the same exception twice: a failed load can be tried again. */
  static final class Child {
    public static void main(String[] arguments) {
      String first = complaint();
      if (!first.equals(complaint())) {
        throw new AssertionError("the second complaint differs from: " + first);
      }
      System.out.println(first);
    }

    private static String complaint() {
      try {
        Model.parse("<mujoco/>", Map.of()).close();
        return "loaded";
      } catch (PhysicsException e) {
        return e.getMessage();
      }
    }
  }
}
