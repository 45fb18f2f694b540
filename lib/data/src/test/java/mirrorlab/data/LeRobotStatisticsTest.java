package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mirrorlab.episode.Image;
import mirrorlab.files.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeRobotStatisticsTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("mirrorlab.root"), "data", "demos", "sample");

  @TempDir private Path part;

  private static double[] numbers(JsonObject statistics, String feature, String name) {
    List<Double> flat = new ArrayList<>();
    flatten(statistics.getAsJsonObject(feature).get(name), flat);
    return flat.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void flatten(JsonElement element, List<Double> into) {
    if (element instanceof JsonArray array) {
      array.forEach(it -> flatten(it, into));
    } else {
      into.add(element.getAsDouble());
    }
  }

  /** Two frames of 1×2 pixels, depth of 1×2 and two numbers, in a file each. */
  private void write() throws IOException {
    List<Feature> features =
        List.of(
            Feature.image("image", 1, 2),
            Feature.depth("depth", 1, 2),
            Feature.floats("action", List.of("x", "y")));
    for (int i = 0; i < 2; i++) {
      byte[] rgb = {(byte) (51 * i), 0, 0, (byte) (51 * i + 102), 0, (byte) 255};
      Map<String, Object> row =
          Map.of(
              "image", Rows.image(PackedImage.of(new Image(2, 1, rgb))),
              "depth", List.of(List.of(1000 + 10 * i, 65535)),
              "action", List.of(1f + i, -4f));
      LeRobot.writeData(part, i, features, List.of(new LeRobot.Placed(i, i, 0, List.of(row))));
    }
    LeRobot.writeMeta(part, features, List.of(), List.of(), Map.of());
  }

  @Test
  void valuesWorkedOutByHand() throws Exception {
    write();
    JsonObject all = LeRobotStatistics.of(part, DemonstrationMaker.Listener.QUIET);
    assertEquals(
        Set.of(
            "image",
            "depth",
            "action",
            "timestamp",
            "frame_index",
            "episode_index",
            "index",
            "task_index"),
        all.keySet());
    assertEquals(
        List.of("min", "max", "mean", "std", "q01", "q10", "q50", "q90", "q99", "count"),
        List.copyOf(all.getAsJsonObject("action").keySet()));
    // Reds 0, 102, 51, 153 of 255; blues 0, 255, 0, 255.
    assertEquals("[[[0.0]],[[0.0]],[[0.0]]]", all.getAsJsonObject("image").get("min").toString());
    assertArrayEquals(new double[] {0.6, 0, 1}, numbers(all, "image", "max"), 1e-12);
    assertArrayEquals(new double[] {0.3, 0, 0.5}, numbers(all, "image", "mean"), 1e-12);
    assertArrayEquals(new double[] {Math.sqrt(0.05), 0, 0.5}, numbers(all, "image", "std"), 1e-12);
    // Rank 0.1 · 3 = 0.3 between 0 and 51; 0.9 · 3 = 2.7 between 102 and 153.
    assertArrayEquals(new double[] {0.06, 0, 0}, numbers(all, "image", "q10"), 1e-12);
    assertArrayEquals(new double[] {0.54, 0, 1}, numbers(all, "image", "q90"), 1e-12);
    assertArrayEquals(new double[] {1005, 65535}, numbers(all, "depth", "mean"), 1e-9);
    assertArrayEquals(new double[] {5, 0}, numbers(all, "depth", "std"), 1e-9);
    assertArrayEquals(new double[] {1000.1, 65535}, numbers(all, "depth", "q01"), 1e-9);
    assertArrayEquals(new double[] {1.5, -4}, numbers(all, "action", "mean"), 1e-12);
    assertArrayEquals(new double[] {0.5, 0}, numbers(all, "action", "std"), 1e-12);
    assertArrayEquals(new double[] {1.99, -4}, numbers(all, "action", "q99"), 1e-6);
    for (String feature : all.keySet()) {
      assertEquals("[2]", all.getAsJsonObject(feature).get("count").toString());
    }
  }

  @Test // by NumPy on what PyArrow and Pillow read
  void theSampleHasThoseOfNumPy() throws Exception {
    JsonObject all = JsonFile.read(SAMPLE.resolve("keyframes/meta/stats.json"), JsonObject.class);
    assertEquals(221, numbers(all, "action", "count")[0]);
    assertEquals(0.9396264860532942, numbers(all, "action", "mean")[2], 1e-9);
    assertEquals(0.10098801518298459, numbers(all, "action", "std")[0], 1e-9);
    assertEquals(-0.23275163769721985, numbers(all, "action", "q10")[1], 1e-9);
    assertEquals(1453.799137443439, numbers(all, "observation.depth.front", "mean")[5], 1e-6);
    assertEquals(1200.8865893053928, numbers(all, "observation.depth.front", "std")[63], 1e-6);
    assertEquals(3696.0, numbers(all, "observation.depth.front", "q90")[20], 1e-6);
    assertEquals(0.5314080729790049, numbers(all, "observation.images.wrist", "mean")[1], 1e-9);
    assertEquals(0.16774060571768198, numbers(all, "observation.images.wrist", "std")[2], 1e-9);
    assertEquals(0.6862745098039216, numbers(all, "observation.images.wrist", "q50")[0], 1e-9);
  }

  @Test
  void theyFollowFromTheData() throws Exception {
    write();
    Path file = part.resolve(LeRobotStatistics.FILE);
    assertTrue(LeRobotStatistics.fit(part), "none are needed");
    JsonFile.write(file, LeRobotStatistics.of(part, DemonstrationMaker.Listener.QUIET));
    assertTrue(LeRobotStatistics.fit(part));
    Files.writeString(file, Files.readString(file).replace("1005", "1006"));
    assertFalse(LeRobotStatistics.fit(part));
  }

  @Test
  void aSetWithoutRowsHasNone() throws Exception {
    List<Feature> features = List.of(Feature.floats("action", List.of("x")));
    LeRobot.writeData(part, 0, features, List.of());
    LeRobot.writeMeta(part, features, List.of(), List.of(), Map.of());
    assertEquals(new JsonObject(), LeRobotStatistics.of(part, DemonstrationMaker.Listener.QUIET));
  }
}
