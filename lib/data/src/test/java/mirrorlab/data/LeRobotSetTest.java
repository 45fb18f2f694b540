package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jerolba.carpet.annotation.Alias;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(3600) // a hang is a failure
class LeRobotSetTest {
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 300;
  private static final String TOP = "observation.images.top";
  private static final List<Feature> FEATURES = List.of(Feature.image(TOP, 2, 3));
  private static final int FRAMES = 15;
  private static final String WEBP =
      "UklGRjYAAABXRUJQVlA4ICoAAACQAQCdASoDAAIAAUAmJaQAAudZtgAA/uvH1z9T/4eBaQ3HpRp3eZAAAAA=";

  @TempDir private Path set;

  /** Two episodes of 15 frames, "nod" and "wave"; a frame's red is its index. */
  @BeforeEach
  void write() throws IOException {
    writeData(0, Stream.concat(rows(0, 1).stream(), rows(1, 0).stream()).toList());
    writeMeta(List.of(listed(0, 0), listed(1, 0)));
  }

  private static Map<String, Object> row(long episode, int frame, long task, byte[] picture) {
    Map<String, Object> row = new HashMap<>();
    row.put(TOP, Map.of("bytes", Binary.fromConstantByteArray(picture)));
    row.put("timestamp", (float) frame);
    row.put("frame_index", (long) frame);
    row.put("episode_index", episode);
    row.put("index", 0L);
    row.put("task_index", task);
    return row;
  }

  private static List<Map<String, Object>> rows(long episode, long task) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int t = 0; t < FRAMES; t++) {
      byte[] rgb = new byte[18];
      rgb[0] = (byte) t;
      rows.add(row(episode, t, task, PackedImage.of(new Image(3, 2, rgb)).png()));
    }
    return rows;
  }

  private void writeData(long file, List<Map<String, Object>> rows) throws IOException {
    Path path = set.resolve(LeRobot.data(file));
    Files.createDirectories(path.getParent());
    Parquet.write(path, LeRobot.all(FEATURES), rows);
  }

  private static LeRobot.EpisodeRow listed(long index, long file) {
    return new LeRobot.EpisodeRow(
        index, List.of("?"), FRAMES, 0, file, 0, 0, 0, 0, "?", 0, 0, "SUCCESS", 1, List.of("?"));
  }

  private void writeMeta(List<LeRobot.EpisodeRow> episodes) throws IOException {
    LeRobot.writeMeta(
        set,
        FEATURES,
        episodes,
        List.of(new LeRobot.TaskRow(0, "wave"), new LeRobot.TaskRow(1, "nod")),
        Map.of("train", List.of(0, episodes.size())));
  }

  private <T extends Record> void writeTasks(List<T> rows) throws IOException {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) rows.get(0).getClass();
    Parquet.write(set.resolve(LeRobot.TASKS), type, rows, Map.of());
  }

  private List<String> instructions() throws IOException {
    return LeRobotSet.open(set).episodes(TOP).stream().map(Episode::instruction).toList();
  }

  @Test
  void anEpisodeIsEightFramesFromTheFirstToTheLastAndItsTask() throws IOException {
    LeRobotSet opened = LeRobotSet.open(set);
    assertEquals(List.of(TOP), opened.cameras());
    List<Episode> episodes = opened.episodes(TOP);
    assertEquals(List.of("nod", "wave"), episodes.stream().map(Episode::instruction).toList());
    assertEquals(List.of(0, 2, 4, 6, 8, 10, 12, 14), reds(episodes.get(1)));
    assertEquals(-2, episodes.get(1).seed());
    assertEquals(14, episodes.get(1).seconds());
  }

  private static List<Integer> reds(Episode episode) {
    return episode.video().stream().map(frame -> (int) frame.rgb()[0]).toList();
  }

  @Test
  void theOrderOfRowsAndFilesDoesNotMatter() throws IOException {
    List<Map<String, Object>> first = rows(0, 1);
    List<Map<String, Object>> second = rows(1, 0);
    Collections.shuffle(first, new Random(1));
    Collections.reverse(second);
    writeData(7, first); // later in the folder
    writeData(3, second);
    writeMeta(List.of(listed(1, 3), listed(0, 7)));
    List<Episode> episodes = LeRobotSet.open(set).episodes(TOP);
    assertEquals(List.of("nod", "wave"), episodes.stream().map(Episode::instruction).toList());
    for (Episode episode : episodes) {
      assertEquals(List.of(0, 2, 4, 6, 8, 10, 12, 14), reds(episode));
    }
  }

  @Test
  void onlyListedEpisodesInTheirFilesAreOfTheSet() throws IOException {
    writeData(1, rows(1, 1)); // an older file of the same episode
    Files.writeString(set.resolve("data/chunk-000/file-002.parquet"), "left over");
    writeMeta(List.of(listed(1, 0)));
    assertEquals(List.of("wave"), instructions());
  }

  @Test
  void anotherPatternOfDataFilesIsFollowed() throws IOException {
    Path moved = set.resolve("data/0-0.parquet");
    Files.move(set.resolve(LeRobot.data(0)), moved);
    edit(
        "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
        "data/{chunk_index}-{file_index:01d}.parquet");
    assertEquals(List.of("nod", "wave"), instructions());
    edit("data/{chunk_index}", "../{chunk_index}");
    assertMessage(IOException.class, "info.json has data_path '../{chunk_index}", TOP);
  }

  @Test
  void aLinkedDataFolderIsRead() throws IOException {
    Path elsewhere = Files.move(set.resolve("data"), set.resolve("elsewhere"));
    Files.createSymbolicLink(set.resolve("data"), elsewhere);
    assertEquals(List.of("nod", "wave"), instructions());
  }

  private record TextBesideInteger(
      @Alias("__index_level_0__") long index, @Alias("task_index") long task, String text) {}

  private record TaskBesideInteger(
      @Alias("__index_level_0__") long index, @Alias("task_index") long number, String task) {}

  private record TaskAlone(@Alias("task_index") int index, String task) {}

  private record TaskOfReals(@Alias("task_index") double index, String task) {}

  @Test
  void textsBesideAnIndexOfNumbersAreTheInstructions() throws IOException {
    writeTasks(List.of(new TaskBesideInteger(0, 1, "nod"), new TaskBesideInteger(1, 0, "wave")));
    assertEquals(List.of("nod", "wave"), instructions());
  }

  @Test
  void indicesOf32BitsAreWholeNumbers() throws IOException {
    writeTasks(List.of(new TaskAlone(1, "nod"), new TaskAlone(0, "wave")));
    assertEquals(List.of("nod", "wave"), instructions());
  }

  @Test
  void thePandasIndexHoldsTheInstructionsWhateverItsName() throws IOException {
    Parquet.write(
        set.resolve(LeRobot.TASKS),
        TextBesideInteger.class,
        List.of(new TextBesideInteger(0, 1, "nod"), new TextBesideInteger(1, 0, "wave")),
        Map.of("pandas", "{\"index_columns\": [\"text\"]}"));
    assertEquals(List.of("nod", "wave"), instructions());
  }

  @Test
  void taskTablesWithoutTextsOrIndicesAreRefused() throws IOException {
    writeTasks(List.of(new TextBesideInteger(0, 0, "nod")));
    assertMessage(
        IOException.class,
        "tasks.parquet has no column of texts among [__index_level_0__, task_index, text]",
        TOP);
    writeTasks(List.of(new TaskOfReals(0, "nod")));
    assertMessage(IOException.class, "has 0.0 in column task_index; there should be a whole", TOP);
    writeTasks(List.of(new TaskAlone(0, "nod"), new TaskAlone(0, "wave")));
    assertMessage(IOException.class, "task_index 0 is there twice", TOP);
    writeTasks(List.of(new TaskAlone(0, " ")));
    assertMessage(IOException.class, "task_index 0 has no text", TOP);
    writeTasks(List.of(new TaskAlone(5, "nod")));
    assertMessage(IOException.class, "row 0: task_index 1 of episode 0 is not in", TOP);
  }

  @Test
  void framesThatDoNotFitAreRefused() throws IOException {
    writeData(0, rows(0, 1).subList(0, 14));
    assertMessage(
        IOException.class,
        "file-000.parquet holds 14 frames of episode 0, but meta/episodes says 15; copy",
        TOP);
    List<Map<String, Object>> rows = rows(0, 1);
    rows.set(14, rows.get(3));
    writeData(0, rows);
    assertMessage(IOException.class, "row 14: episode 0 has frame_index 3 twice", TOP);
    writeData(0, rows(0, 1));
    writeMeta(List.of(listed(0, 0), listed(0, 0)));
    assertMessage(IOException.class, "row 1: episode 0 is listed twice", TOP);
  }

  @Test
  void aSetWithoutEpisodesIsRefused() throws IOException {
    writeMeta(List.of());
    assertMessage(IOException.class, set + " holds no episodes: meta/episodes lists none", TOP);
    Files.delete(set.resolve(LeRobot.EPISODES));
    assertMessage(IOException.class, set + " holds no episodes", TOP);
  }

  @Test
  void emptyAndMissingFilesAreNamed() throws IOException {
    Path data = set.resolve(LeRobot.data(0));
    Files.write(data, new byte[0]);
    assertMessage(IOException.class, data + " is empty; bring it back", TOP);
    Files.delete(data);
    Files.delete(data.getParent());
    Files.delete(data.getParent().getParent());
    assertMessage(IOException.class, data + " is missing; bring it back", TOP);
    Files.write(set.resolve(LeRobot.TASKS), new byte[0]);
    assertMessage(IOException.class, "tasks.parquet is empty", TOP);
  }

  @Test
  void aSetWithoutFramesASecondIsRefused() throws IOException {
    edit("\"fps\": 1,", "");
    assertMessage(IOException.class, "info.json has fps missing; write in it how many", TOP);
  }

  @Test
  void framesASecondAreANumberAboveNothing() throws IOException {
    edit("\"fps\": 1,", "\"fps\": 0,");
    assertMessage(IOException.class, "info.json has fps 0;", TOP);
    edit("\"fps\": 0,", "\"fps\": null,");
    assertMessage(IOException.class, "info.json has fps null;", TOP);
  }

  @Test
  void aPictureThatIsNotReadIsNamedWithItsPlace() throws IOException {
    List<Map<String, Object>> rows = rows(0, 1);
    rows.set(2, row(0, 2, 1, Base64.getDecoder().decode(WEBP)));
    writeData(0, rows);
    writeMeta(List.of(listed(0, 0)));
    Episode episode = LeRobotSet.open(set).episodes(TOP).get(0);
    String message =
        assertThrows(UncheckedIOException.class, () -> episode.video().get(1)).getMessage();
    assertEquals(
        set.resolve(LeRobot.data(0))
            + ", row 2, "
            + TOP
            + ": a picture is WebP, which is not read; write the set's pictures as PNG",
        message);
  }

  @Test
  void anUnknownCameraIsRefusedWithThoseThereAre() {
    assertMessage(IllegalArgumentException.class, "[" + TOP + "]", "front");
  }

  @Test
  void anotherVersionIsRefusedByName() throws IOException {
    edit("v3.0", "v2.1");
    assertMessage(IOException.class, "version v2.1", TOP);
  }

  @Test
  void depthIsNoCamera() throws IOException {
    edit("\"dtype\": \"image\",", "\"dtype\": \"image\", \"info\": {\"is_depth_map\": true},");
    assertMessage(IOException.class, "info.json has no feature of dtype image or video", TOP);
  }

  @Test
  void whatIsNotLeRobotsIsRefused() throws IOException {
    Files.writeString(set.resolve("meta/info.json"), "{\"features\": 3}");
    assertMessage(IOException.class, "info.json is not LeRobot's", TOP);
  }

  @Test
  void aMissingTaskTableIsNamed() throws IOException {
    Files.delete(set.resolve("meta/tasks.parquet"));
    assertMessage(IOException.class, "tasks.parquet is missing", TOP);
  }

  @Test
  void damageIsOneClearErrorOrGoesUnseen() throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(set)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    }
    assertEquals(4, files.size());
    SplittableRandom random = new SplittableRandom(5);
    int errors = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Path file = files.get(i % files.size());
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, mutant(whole, random));
      try {
        LeRobotSet.open(set)
            .episodes(TOP)
            .forEach(episode -> List.copyOf(episode.video().subList(0, 8)));
      } catch (IOException | UncheckedIOException e) {
        errors++;
        assertTrue(e.getMessage().startsWith(set.toString()), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
      } catch (IllegalArgumentException e) { // the camera has another name now
        assertTrue(e.getMessage().contains("there is no picture " + TOP), e.toString());
      }
      Files.write(file, whole);
    }
    assertTrue(errors > MUTANTS / 4, errors + " errors");
    assertEquals(List.of("nod", "wave"), instructions());
  }

  /** A copy with up to four other bytes, or bits, or a part cut out or repeated. */
  static byte[] mutant(byte[] whole, SplittableRandom random) {
    byte[] bytes = whole.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) (bytes[at] ^ 1 << random.nextInt(8));
    }
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from);
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        yield rest;
      }
      default -> bytes;
    };
  }

  private void edit(String old, String now) throws IOException {
    Path info = set.resolve("meta/info.json");
    String text = Files.readString(info);
    assertTrue(text.contains(old), text);
    Files.writeString(info, text.replace(old, now));
  }

  private void assertMessage(Class<? extends Exception> type, String part, String camera) {
    String message = assertThrows(type, () -> LeRobotSet.open(set).episodes(camera)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
