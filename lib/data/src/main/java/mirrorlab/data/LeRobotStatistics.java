package mirrorlab.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import mirrorlab.episode.AllCores;
import mirrorlab.episode.Image;
import mirrorlab.files.JsonFile;

/**
 * {@code meta/stats.json} of both parts of a set, with which LeRobot's policies normalise their
 * inputs: minimum, maximum, mean, standard deviation, count of frames and five quantiles of each
 * feature, over all frames.
 *
 * <pre>
 *   image         per channel, from 0 to 1: [[[r]], [[g]], [[b]]]
 *   H×W numbers   per column of the picture: W numbers, as in LeRobot
 *   numbers       per number
 * </pre>
 *
 * It is derived from the data files and has no checksum, so a set made without it remains the same
 * set.
 */
final class LeRobotStatistics {
  static final String FILE = "meta/stats.json";

  private static final int[] PERCENTILES = {1, 10, 50, 90, 99};
  private static final int LEVELS = 256; // of a colour
  private static final int MILLIMETRES = 1 << Character.SIZE;
  private static final List<String> PARTS =
      List.of(DemonstrationSet.KEYFRAMES, DemonstrationSet.VIDEO);

  private LeRobotStatistics() {}

  /** Whether both parts have statistics. */
  static boolean areIn(Path set) {
    return PARTS.stream().allMatch(part -> Files.exists(set.resolve(part).resolve(FILE)));
  }

  /** Writes the missing statistics. */
  static void write(Path set, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    for (String name : PARTS) {
      Path part = set.resolve(name);
      if (!Files.exists(part.resolve(FILE))) {
        JsonFile.write(part.resolve(FILE), of(part, listener));
      }
    }
  }

  /** Whether the statistics of a part, if any, match its data. */
  static boolean fit(Path part) throws IOException, InterruptedException {
    return !Files.exists(part.resolve(FILE))
        || JsonFile.read(part.resolve(FILE), JsonObject.class)
            .equals(of(part, DemonstrationMaker.Listener.QUIET));
  }

  /** Computes the statistics of one of this library's LeRobot sets. */
  static JsonObject of(Path part, DemonstrationMaker.Listener listener)
      throws IOException, InterruptedException {
    JsonObject features =
        JsonFile.read(part.resolve(LeRobot.INFO), JsonObject.class).getAsJsonObject("features");
    List<Path> files;
    try (Stream<Path> all = Files.list(part.resolve(LeRobot.data(0)).getParent())) {
      files = all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
    List<String> names = List.copyOf(features.keySet());
    listener.begin("statistics", names.size(), 0);
    List<JsonObject> each;
    try {
      each =
          AllCores.map(
              names,
              name -> of(name, features.getAsJsonObject(name), files),
              done -> listener.step());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    JsonObject all = new JsonObject();
    for (int i = 0; i < names.size(); i++) {
      if (each.get(i).size() > 0) {
        all.add(names.get(i), each.get(i));
      }
    }
    return all;
  }

  private static JsonObject of(String name, JsonObject feature, List<Path> files)
      throws IOException {
    JsonArray shape = feature.getAsJsonArray("shape");
    int last = shape.get(shape.size() - 1).getAsInt();
    if (feature.get("dtype").getAsString().equals("image")) {
      return ofPictures(name, files);
    }
    return shape.size() == 2
        ? ofDepth(name, shape.get(0).getAsInt() * last, last, files)
        : ofNumbers(name, last, files);
  }

  private static JsonObject ofPictures(String name, List<Path> files) throws IOException {
    String column = Rows.bytes(name);
    long[][] counts = new long[3][LEVELS];
    long frames = 0;
    for (Path file : files) {
      Columns columns = Columns.read(file, List.of(column));
      for (int row = 0; row < columns.rows(); row++) {
        Image image = new PackedImage(columns.bytes(column, row)).unpack();
        byte[] rgb = image.rgb();
        for (int i = 0; i < rgb.length; i++) {
          counts[i % 3][rgb[i] & 255]++;
        }
      }
      frames += columns.rows();
    }
    List<Distribution> channels =
        Stream.of(counts).map(it -> (Distribution) new Counted(it, 255)).toList();
    return json(channels, frames, true);
  }

  private static JsonObject ofDepth(String name, int count, int width, List<Path> files)
      throws IOException {
    long[][] counts = new long[width][MILLIMETRES];
    long frames = 0;
    for (Path file : files) {
      Columns columns = Columns.read(file, List.of(name));
      for (int row = 0; row < columns.rows(); row++) {
        double[] depth = columns.numbers(name, row, count);
        for (int i = 0; i < count; i++) {
          counts[i % width][(char) depth[i]]++;
        }
      }
      frames += columns.rows();
    }
    return json(
        Stream.of(counts).map(it -> (Distribution) new Counted(it, 1)).toList(), frames, false);
  }

  private static JsonObject ofNumbers(String name, int width, List<Path> files) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (Path file : files) {
      Columns columns = Columns.read(file, List.of(name));
      for (int row = 0; row < columns.rows(); row++) {
        rows.add(columns.numbers(name, row, width));
      }
    }
    List<Distribution> all = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      int column = i;
      all.add(new Sorted(rows.stream().mapToDouble(row -> row[column]).sorted().toArray()));
    }
    return json(all, rows.size(), false);
  }

  private interface Value {
    double of(Distribution distribution);
  }

  /**
   * The statistics in LeRobot's format; empty if there are no frames.
   *
   * @param all the distribution of each number
   * @param isPicture whether the numbers are channels, which LeRobot keeps as C×1×1
   */
  private static JsonObject json(List<Distribution> all, long frames, boolean isPicture) {
    JsonObject json = new JsonObject();
    if (frames == 0) {
      return json;
    }
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("min", it -> it.at(0));
    values.put("max", it -> it.at(it.count() - 1));
    values.put("mean", Distribution::mean);
    values.put("std", Distribution::deviation);
    for (int percent : PERCENTILES) {
      values.put(String.format(Locale.ROOT, "q%02d", percent), it -> it.quantile(percent / 100.0));
    }
    values.forEach(
        (name, value) -> {
          JsonArray array = new JsonArray();
          for (Distribution one : all) {
            JsonElement number = new JsonPrimitive(value.of(one));
            array.add(isPicture ? array(array(number)) : number);
          }
          json.add(name, array);
        });
    json.add("count", array(new JsonPrimitive(frames)));
    return json;
  }

  private static JsonArray array(JsonElement element) {
    JsonArray array = new JsonArray();
    array.add(element);
    return array;
  }

  /** Numbers in ascending order. */
  private interface Distribution {
    long count();

    double at(long rank);

    double mean();

    double deviation();

    /** Interpolates linearly between the two nearest ranks, as NumPy does. */
    default double quantile(double q) {
      double rank = q * (count() - 1);
      long below = (long) rank;
      double low = at(below);
      return low + (rank - below) * (at(Math.min(below + 1, count() - 1)) - low);
    }
  }

  private record Sorted(double[] values) implements Distribution {
    @Override
    public long count() {
      return values.length;
    }

    @Override
    public double at(long rank) {
      return values[(int) rank];
    }

    @Override
    public double mean() {
      return Arrays.stream(values).sum() / values.length;
    }

    @Override
    public double deviation() {
      double mean = mean();
      return Math.sqrt(
          Arrays.stream(values).map(it -> (it - mean) * (it - mean)).sum() / values.length);
    }
  }

  /**
   * Whole numbers from 0 by how often each occurs, divided by {@code unit}.
   *
   * @param counts occurrences of each number
   */
  private record Counted(long[] counts, double unit) implements Distribution {
    @Override
    public long count() {
      return Arrays.stream(counts).sum();
    }

    @Override
    public double at(long rank) {
      long before = 0;
      int value = 0;
      while (before + counts[value] <= rank) {
        before += counts[value++];
      }
      return value / unit;
    }

    @Override
    public double mean() {
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        sum += (double) counts[i] * i;
      }
      return sum / count() / unit;
    }

    @Override
    public double deviation() {
      double mean = mean() * unit;
      double sum = 0;
      for (int i = 0; i < counts.length; i++) {
        sum += counts[i] * (i - mean) * (i - mean);
      }
      return Math.sqrt(sum / count()) / unit;
    }
  }
}
