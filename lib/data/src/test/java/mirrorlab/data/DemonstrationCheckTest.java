package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemonstrationCheckTest {
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 400;
  private static final String DATA = "keyframes/data/chunk-000/file-000.parquet";

  @TempDir private static Path shared;
  private static Path whole;

  @TempDir private Path folder;
  private Path set;

  @BeforeAll
  static void make() throws Exception {
    whole = shared.resolve("whole");
    Sets.make(whole);
  }

  @BeforeEach
  void copy() throws IOException {
    set = folder.resolve("set");
    try (Stream<Path> tree = Files.walk(whole)) {
      for (Path path : tree.toList()) {
        Files.copy(path, set.resolve(whole.relativize(path).toString()));
      }
    }
  }

  @Test
  void aWholeSetHasNoProblemsAndReplaysAsRecorded() throws Exception {
    int[] replays = {0};
    assertEquals(List.of(), DemonstrationCheck.problems(set, 4, done -> replays[0]++));
    assertEquals(4, replays[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DATA,
        "video/data/chunk-000/file-000.parquet",
        "keyframes/meta/info.json",
        "video/meta/tasks.parquet",
        "keyframes/meta/episodes/chunk-000/file-000.parquet",
        "splits.json"
      })
  void aDamagedFileIsOneLineThatNamesIt(String name) throws Exception {
    Path file = set.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 4;
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(bytes, bytes.length / 2),
            flipped,
            new byte[0],
            "foreign".getBytes(StandardCharsets.UTF_8))) {
      Files.write(file, damaged);
      assertOneProblem(name);
    }
    Files.delete(file);
    assertOneProblem(name);
  }

  @Test
  void aFileTooManyIsNamed() throws Exception {
    Files.writeString(set.resolve("video/notes.txt"), "hello");
    assertOneProblem("video/notes.txt");
  }

  @Test
  void damagedChecksumsAreNamed() throws Exception {
    Files.writeString(set.resolve("checksums.json"), "{\"sha256\": 3}");
    assertOneProblem("checksums.json");
  }

  @Test
  void aKeyframeThatWasChangedWithItsChecksumsReplaysOtherwise() throws Exception {
    List<LeRobot.Placed> episodes = new ArrayList<>();
    for (int i = 0; i < DemonstrationSet.open(set).count(); i++) {
      episodes.add(new LeRobot.Placed(i, 0, 0, new ArrayList<>()));
    }
    for (Map<String, Object> row : Parquet.read(set.resolve(DATA))) {
      Map<String, Object> changed = new HashMap<>(row);
      int index = ((Long) row.get("episode_index")).intValue();
      if (index == 0) {
        List<Object> action = new ArrayList<>((List<?>) row.get("action"));
        action.set(0, (float) action.get(0) - 0.1f);
        changed.put("action", action);
      }
      episodes.get(index).rows().add(changed);
    }
    LeRobot.writeData(set.resolve("keyframes"), 0, KeyframeRows.features(64, 64), episodes);
    Files.delete(set.resolve("checksums.json"));
    Checksums.of(set).write(set);
    Files.delete(set.resolve("keyframes").resolve(LeRobotStatistics.FILE));
    List<String> problems = DemonstrationCheck.problems(set, 10, done -> {});
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("seed") && problems.get(0).contains("replayed"));
  }

  @Test
  void noDamageMakesTheReaderFailOtherThanByOneClearError() throws Exception {
    byte[] bytes = Files.readAllBytes(set.resolve(DATA));
    Path mutant = folder.resolve("mutant.parquet");
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] damaged = bytes.clone();
      // The footer, at the end, is what decides how much is read: half of the damage is there.
      int from = i % 2 == 0 ? 0 : Math.max(0, bytes.length - 20_000);
      for (int n = 0; n <= random.nextInt(4); n++) {
        damaged[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
      }
      int length = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
      Files.write(mutant, Arrays.copyOf(damaged, length));
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            try {
              Columns columns = Columns.read(mutant, KeyframeRows.read());
              for (int row = 0; row < columns.rows(); row++) {
                KeyframeRows.step(columns, row);
              }
              Parquet.read(mutant);
            } catch (IOException e) {
              assertTrue(e.getMessage().contains("mutant.parquet"), e.getMessage());
            }
          });
    }
  }

  @Test
  void whatIsNoSetSaysHowToMakeOne() {
    String message =
        assertThrows(IOException.class, () -> DemonstrationSet.open(folder)).getMessage();
    assertTrue(message.contains("data make"), message);
  }

  private void assertOneProblem(String name) throws InterruptedException {
    List<String> problems = DemonstrationCheck.problems(set, 0, done -> {});
    assertEquals(1, problems.size(), name + ": " + problems);
    assertTrue(problems.get(0).contains(name), problems.get(0));
    assertTrue(problems.get(0).lines().count() == 1, problems.get(0));
  }
}
