package mirrorlab.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mirrorlab.alignment.AlignmentSettings;
import mirrorlab.data.DemonstrationSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  private static final int KILLS = "all".equals(System.getProperty("mirrorlab.tests")) ? 10 : 2;
  private static final int STEPS = 30;
  private static final Profile PROFILE =
      new Profile("test", Map.of(), 2, 0, 0, 0, STEPS, STEPS, STEPS, List.of(10L), 0);

  @TempDir Path folder;

  private static void train(String what, Path run, boolean resume) throws Exception {
    DemonstrationSet set =
        DemonstrationSet.open(
            Path.of(System.getProperty("mirrorlab.root")).resolve("data/demos/sample"));
    TrainingRun training =
        new TrainingRun(PROFILE, set, Optional.empty(), run, 3, resume, Duration.ofMillis(500));
    switch (what) {
      case "understanding" -> training.understanding(progress -> {});
      case "execution" -> training.execution(progress -> {});
      default -> training.joint(AlignmentSettings.DEFAULT, TrainingRun.Start.FRESH, progress -> {});
    }
  }

  /** Trains in a JVM of its own, which may be killed. */
  public static void main(String[] arguments) throws Exception {
    Path run = Path.of(arguments[1]);
    train(arguments[0], run, Files.exists(run.resolve("config.json")));
  }

  private static Process child(String what, Path run) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-D") || argument.startsWith("-X"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TrainingRunTest.class.getName(), what, run.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"understanding", "execution", "joint"})
  void killedAtAnyMomentItGoesOnToTheSameWeights(String what) throws Exception {
    Path whole = folder.resolve("whole");
    long began = System.nanoTime();
    assertEquals(0, child(what, whole).waitFor());
    long milliseconds = (System.nanoTime() - began) / 1_000_000;
    Path run = folder.resolve("killed");
    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = child(what, run);
      if (!child.waitFor(random.nextLong(milliseconds), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor(); // SIGKILL
      }
    }
    assertEquals(0, child(what, run).waitFor());
    List<Path> files = files(whole.resolve("model"));
    assertTrue(files.size() >= 2, "a model is its weights and what they mean: " + files);
    files.add(whole.resolve("config.json"));
    for (Path file : files) {
      Path same = run.resolve(whole.relativize(file));
      assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(same), same.toString());
    }
    assertEquals(STEPS + 1, Files.readAllLines(run.resolve("metrics.csv")).size());
    assertEquals(what, RunRecord.of(run).trains());
    assertTrue(RunRecord.of(run).seconds() > 0);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aJointRunIsAskedForEitherEncoderAndHowItAligned() throws Exception {
    Path run = folder.resolve("joint");
    train("joint", run, false);
    assertEquals(run.resolve("model/understanding"), RunRecord.understanding(run));
    assertEquals(run.resolve("model/execution"), RunRecord.execution(run));
    assertEquals(Optional.of(AlignmentSettings.DEFAULT), RunRecord.alignment(run));
    assertEquals("aligned", EvaluatedRun.of(run).arm());
    assertTrue(Files.exists(run.resolve("model/alignment.safetensors")));
  }

  @Test
  void aRunGoesOnThoughItsSettingsHaveGainedAField() throws Exception {
    Path run = folder.resolve("joint");
    train("joint", run, false);
    Path file = run.resolve("config.json");
    String config = Files.readString(file);
    Files.writeString(file, config.replaceAll("\\s*\"(told|keyframes|watched)\": [^\n]*", ""));
    assertFalse(Files.readString(file).contains("keyframes"));
    train("joint", run, true);
    assertEquals(config, Files.readString(file));
    Files.writeString(file, config.replace("\"keyframes\": 1", "\"keyframes\": 2"));
    String message = assertThrows(IOException.class, () -> train("joint", run, true)).getMessage();
    assertTrue(message.contains("configuration: alignment.keyframes was 2, not 1;"), message);
  }

  @Test
  void anEncodersRunIsNotAskedForTheOther() throws Exception {
    Path run = folder.resolve("run");
    train("understanding", run, false);
    assertEquals(Optional.empty(), RunRecord.alignment(run));
    String message = assertThrows(IOException.class, () -> RunRecord.execution(run)).getMessage();
    assertTrue(message.contains("trained understanding, and this needs a run of"), message);
  }

  @Test
  void aRunIsNotBegunTwiceNorResumedBeforeItWasBegun() throws Exception {
    Path run = folder.resolve("run");
    assertThrows(IOException.class, () -> train("understanding", run, true));
    assertFalse(Files.exists(run));
    train("understanding", run, false);
    String message =
        assertThrows(IOException.class, () -> train("understanding", run, false)).getMessage();
    assertTrue(message.contains("already holds a run"), message);
    message = assertThrows(IOException.class, () -> train("execution", run, true)).getMessage();
    assertTrue(message.contains("another configuration"), message);
    train("understanding", run, true); // has ended: nothing is done
  }

  @Test
  void twoProcessesDoNotWriteOneRun() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path run = Files.createSymbolicLink(folder.resolve("run"), real);
    Process first = child("execution", run);
    while (!Files.exists(run.resolve("config.json")) && first.isAlive()) {
      Thread.sleep(5);
    }
    for (boolean resume : new boolean[] {false, true}) {
      String message =
          assertThrows(IOException.class, () -> train("execution", run, resume)).getMessage();
      assertTrue(message.startsWith(run + " is being written by another process"), message);
    }
    first.destroyForcibly().waitFor(); // SIGKILL
    train("execution", run, true);
    assertEquals("execution", RunRecord.of(run).trains());
  }

  @Test
  void whatHasNotEndedIsNotEvaluated() {
    String message = assertThrows(IOException.class, () -> RunRecord.of(folder)).getMessage();
    assertTrue(message.contains("--resume"), message);
  }
}
