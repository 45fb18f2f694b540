package mirrorlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training in a process of its own, which gets SIGINT and SIGTERM at random moments. */
class StopTest {
  private static final int STOPS = "all".equals(System.getProperty("mirrorlab.tests")) ? 100 : 4;
  private static final int LONGEST = 15_000; // milliseconds
  private static final String SAMPLE =
      Path.of(System.getProperty("mirrorlab.root")).resolve("data/demos/sample").toString();

  @TempDir Path folder;

  private Process train(String what, Path run) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-D") || argument.startsWith("-X"))
        .forEach(command::add);
    command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", what, "--profile", "full", "--data", SAMPLE));
    command.addAll(List.of("--run", run.toString()));
    if (isBegun(run)) {
      command.add("--resume");
    }
    return new ProcessBuilder(command)
        .redirectError(said().toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean isBegun(Path run) {
    return Files.exists(run.resolve("config.json"));
  }

  private Path said() {
    return folder.resolve("said.txt");
  }

  private static void send(String signal, Process process) throws Exception {
    String number = Long.toString(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-s", signal, number).start().waitFor());
  }

  /** As shells start what runs in the background; what it starts inherits this. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring(7).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) & 2) != 0; // SIGINT is signal 2
  }

  @Test
  void aStoppedTrainingEndsItsStepLeavesACheckpointAndSaysHowToGoOn() throws Exception {
    Random random = new Random(11);
    for (int stop = 0; stop < STOPS; stop++) {
      String what = List.of("understanding", "execution", "joint").get(stop % 3);
      Path run = folder.resolve(what);
      Process training = train(what, run);
      String moment = what + ", stop " + stop;
      assertFalse(training.waitFor(random.nextInt(LONGEST), TimeUnit.MILLISECONDS), moment);
      boolean terminated = random.nextBoolean() || ignoresInterrupts();
      send(terminated ? "TERM" : "INT", training);
      assertTrue(training.waitFor(2, TimeUnit.MINUTES), moment);
      String last = Files.readString(said()).strip().lines().reduce("", (before, it) -> it);
      assertEquals(terminated ? 143 : 130, training.exitValue(), moment + ": " + last);
      assertFalse(Files.exists(folder.resolve("crash.log")), moment);
      if (Files.exists(run.resolve("checkpoint"))) {
        assertTrue(last.contains("--resume goes on from the checkpoint in " + run), last);
      }
    }
  }

  @Test
  void aSecondSignalDoesNotWaitAndLeavesNoCrash() throws Exception {
    Path run = folder.resolve("run");
    Process training = train("understanding", run);
    while (training.isAlive() && !Files.exists(run.resolve("metrics.csv"))) {
      Thread.sleep(100);
    }
    send("INT", training);
    send("TERM", training);
    assertTrue(training.waitFor(1, TimeUnit.MINUTES));
    assertTrue(List.of(130, 143).contains(training.exitValue()), "" + training.exitValue());
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(
          List.of(run, said()), left.sorted().toList(), "a crash leaves a file beside these");
    }
  }
}
