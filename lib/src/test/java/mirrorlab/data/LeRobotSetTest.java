package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mirrorlab.world.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeRobotSetTest {
  private static final String TOP = "observation.images.top";

  @TempDir private Path set;

  /** Two episodes of 15 frames; a frame's red is its index. */
  @BeforeEach
  void write() throws IOException {
    List<Feature> features = List.of(Feature.image(TOP, 2, 3));
    List<LeRobot.Placed> placed = new ArrayList<>();
    List<LeRobot.EpisodeRow> rows = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<Map<String, Object>> frames = new ArrayList<>();
      for (int t = 0; t < 15; t++) {
        byte[] rgb = new byte[18];
        rgb[0] = (byte) t;
        frames.add(Map.of(TOP, Rows.image(PackedImage.of(new Image(3, 2, rgb)))));
      }
      placed.add(new LeRobot.Placed(i, 15L * i, 1 - i, frames));
      rows.add(
          new LeRobot.EpisodeRow(
              i,
              List.of("?"),
              15,
              0,
              0,
              15L * i,
              15L * i + 15,
              0,
              0,
              "?",
              0,
              0,
              "SUCCESS",
              1,
              List.of("?")));
    }
    LeRobot.writeData(set, 0, features, placed);
    LeRobot.writeMeta(
        set,
        features,
        rows,
        List.of(new LeRobot.TaskRow(0, "wave"), new LeRobot.TaskRow(1, "nod")),
        Map.of("train", List.of(0, 2)));
  }

  @Test
  void anEpisodeIsEightFramesFromTheFirstToTheLastAndItsTask() throws IOException {
    LeRobotSet opened = LeRobotSet.open(set);
    assertEquals(List.of(TOP), opened.cameras());
    List<Episode> episodes = opened.episodes(TOP);
    assertEquals(List.of("nod", "wave"), episodes.stream().map(Episode::instruction).toList());
    List<Integer> reds =
        episodes.get(1).video().stream().map(frame -> (int) frame.rgb()[0]).toList();
    assertEquals(List.of(0, 2, 4, 6, 8, 10, 12, 14), reds);
    assertEquals(-2, episodes.get(1).seed());
    assertEquals(14, episodes.get(1).seconds());
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
  void picturesInVideoFilesAreRefused() throws IOException {
    edit("\"image\"", "\"video\"");
    assertMessage(IOException.class, "video files are not read", TOP);
  }

  @Test
  void whatIsNotLeRobotsIsRefused() throws IOException {
    Files.writeString(set.resolve("meta/info.json"), "{\"features\": 3}");
    assertMessage(IOException.class, "info.json is not LeRobot's", TOP);
  }

  @Test
  void aMissingDataFileIsNamed() throws IOException {
    Files.delete(set.resolve("meta/tasks.parquet"));
    assertMessage(IOException.class, "tasks.parquet is missing", TOP);
  }

  private void edit(String old, String now) throws IOException {
    Path info = set.resolve("meta/info.json");
    Files.writeString(info, Files.readString(info).replace(old, now));
  }

  private void assertMessage(Class<? extends Exception> type, String part, String camera) {
    String message = assertThrows(type, () -> LeRobotSet.open(set).episodes(camera)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
