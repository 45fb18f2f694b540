package mirrorlab.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mirrorlab.files.JsonFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private record Config(long seed) {}

  @TempDir Path folder;

  private final Parameters model = new Parameters(0);
  private Path run;
  private RunDirectory directory;

  @BeforeEach
  void begin() throws IOException {
    model.constant("w", 1, 2);
    run = folder.resolve("run");
    directory = RunDirectory.create(run, new Config(3));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private CheckpointStore.State saved(long step) throws IOException {
    CheckpointStore.State state = new CheckpointStore.State(step, 1.5);
    try (Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO)) {
      checkpoints.restore(model.all(), model.all());
      for (long s = 1; s <= step; s++) {
        Duration second = Duration.ofSeconds(1);
        checkpoints.add(
            new Progress(s, 9, Map.of("loss", 0.25), Map.of(), Map.of("", 0.1), second, second, 0));
      }
      checkpoints.save(model.all(), model.all(), state);
    }
    return state;
  }

  private CheckpointStore.State restored() throws IOException {
    try (Checkpoints checkpoints = new Checkpoints(directory, Duration.ZERO)) {
      return checkpoints.restore(model.all(), model.all());
    }
  }

  @Test
  void aRunWithoutACheckpointBeginsAtTheBeginning() throws IOException {
    assertEquals(CheckpointStore.State.BEGINNING, restored());
  }

  @Test
  void killedBetweenTheRenamesTheLastCheckpointIsThere() throws IOException {
    CheckpointStore.State state = saved(4);
    Files.move(run.resolve("checkpoint"), run.resolve("checkpoint.last"));
    Files.createDirectories(run.resolve("checkpoint.next"));
    assertEquals(state, restored());
    assertEquals(saved(5), restored());
  }

  @Test
  void rowsAfterTheCheckpointAreDropped() throws IOException {
    saved(2);
    Files.writeString(run.resolve("metrics.csv"), "3,1.0,0.1,0.2\n4,1.", StandardOpenOption.APPEND);
    restored();
    assertEquals(
        List.of("step,seconds,rate,loss", "1,1.0,0.1,0.25", "2,1.0,0.1,0.25"),
        Files.readAllLines(run.resolve("metrics.csv")));
  }

  @Test
  void aDirectoryHoldsOneRun() {
    Exception e = assertThrows(IOException.class, () -> RunDirectory.create(run, new Config(3)));
    assertTrue(e.getMessage().startsWith(run + " already holds a run"), e.getMessage());
  }

  @Test
  void onlyTheSameRunIsResumed() throws IOException {
    assertEquals(run, resumed(run, new Config(3)).path());
    Exception other = assertThrows(IOException.class, () -> resumed(run, new Config(4)));
    assertEquals(
        run
            + " was begun with another configuration: seed was 3, not 4; give the same as in its"
            + " config.json, or another directory. (See 'Another configuration' in"
            + " notebooks/trouble.md.)",
        other.getMessage());
    Exception none = assertThrows(IOException.class, () -> resumed(folder, new Config(3)));
    assertTrue(none.getMessage().startsWith(folder + " holds no run"), none.getMessage());
  }

  private static RunDirectory resumed(Path run, Object config) throws IOException {
    return RunDirectory.resume(run, config, config);
  }

  private record Sizes(int width, double rate) {}

  private record Later(long seed, Sizes size, List<String> watched) {}

  private static final Later DEFAULTS = new Later(3, new Sizes(8, 0.5), List.of());

  @Test
  void aFieldThatCameLaterHadItsDefault() throws IOException {
    Path file = run.resolve("config.json");
    String old = "{\"seed\": 3, \"size\": {\"width\": 8}}";
    Files.writeString(file, old);
    for (Later other :
        List.of(
            new Later(3, new Sizes(8, 0.25), List.of()),
            new Later(3, new Sizes(8, 0.5), List.of("set")))) {
      assertThrows(IOException.class, () -> RunDirectory.resume(run, other, DEFAULTS));
      assertEquals(old, Files.readString(file));
    }
    RunDirectory.resume(run, DEFAULTS, DEFAULTS);
    assertEquals(DEFAULTS, JsonFile.read(file, Later.class));
    Later both = new Later(4, new Sizes(9, 0.5), List.of());
    Exception e = assertThrows(IOException.class, () -> RunDirectory.resume(run, both, DEFAULTS));
    assertTrue(
        e.getMessage().contains("seed was 3, not 4; size.width was 8, not 9;"), e.toString());
  }

  @Test
  void aFieldThatIsNoLongerThereIsAnotherConfiguration() throws IOException {
    Files.writeString(run.resolve("config.json"), "{\"seed\": 3, \"dropout\": 0.1}");
    Exception e = assertThrows(IOException.class, () -> resumed(run, new Config(3)));
    assertTrue(e.getMessage().contains("dropout was 0.1, not null"), e.getMessage());
  }
}
