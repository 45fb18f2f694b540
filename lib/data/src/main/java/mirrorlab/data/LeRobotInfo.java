package mirrorlab.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sanitized;

/**
 * The contents of {@code meta/info.json} of a LeRobot v3 set.
 *
 * @param set the folder
 * @param fps frames per second
 * @param cameras the colour (not depth) picture features
 * @param dataPath a pattern of paths below the set, by chunk and file
 * @param videoPath the same by camera, chunk and file
 */
record LeRobotInfo(Path set, double fps, List<Camera> cameras, String dataPath, String videoPath) {

  private static final String DATA_PATH =
      "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet";
  private static final String VIDEO_PATH =
      "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4";
  private static final Pattern PLACE =
      Pattern.compile("\\{(video_key|chunk_index|file_index)(?::0?([0-9])d)?\\}");

  /**
   * A picture feature.
   *
   * @param isVideo whether its pictures are in video files; otherwise they are in the data files
   * @param height H pixels by the feature's shape, for a video; otherwise 0
   * @param width W pixels, likewise
   */
  record Camera(String name, boolean isVideo, int height, int width) {}

  /**
   * Reads it.
   *
   * @throws IOException if it is missing, not LeRobot's, of another version, or without cameras
   */
  static LeRobotInfo read(Path set) throws IOException {
    Path file = set.resolve(LeRobot.INFO);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file + " is missing, so that this is no LeRobot set; name the folder that holds meta/");
    }
    JsonObject info = JsonFile.read(file, JsonObject.class);
    try {
      String version = info.get("codebase_version").getAsString();
      if (!version.startsWith("v3")) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s says version %s and we read v3; convert the set with 'python -m lerobot.scripts.convert_dataset_v21_to_v30'",
                file,
                Sanitized.of(version)));
      }
      return new LeRobotInfo(
          set,
          fps(file, info),
          cameras(file, info),
          text(info, "data_path", DATA_PATH),
          text(info, "video_path", VIDEO_PATH));
    } catch (RuntimeException e) { // Gson throws these for missing values and wrong types
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not LeRobot's (%s); write it with lerobot",
              file,
              Sanitized.of(e.toString().lines().findFirst().orElse(""))),
          e);
    }
  }

  private static String text(JsonObject info, String name, String usual) {
    JsonElement text = info.get(name);
    return text == null || text.isJsonNull() ? usual : text.getAsString();
  }

  private static double fps(Path file, JsonObject info) throws IOException {
    JsonElement fps = info.get("fps");
    double value = fps == null || fps.isJsonNull() ? Double.NaN : fps.getAsDouble();
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has fps %s; write in it how many frames there are a second, such as \"fps\": 30",
              file,
              fps == null ? "missing" : Sanitized.of(fps.toString())));
    }
    return value;
  }

  private static List<Camera> cameras(Path file, JsonObject info) throws IOException {
    List<Camera> cameras = new ArrayList<>();
    for (var feature : info.getAsJsonObject("features").entrySet()) {
      String name = feature.getKey();
      JsonObject described = feature.getValue().getAsJsonObject();
      String type = described.get("dtype").getAsString();
      if (isDepth(described)) {
        continue;
      }
      if (type.equals("image")) {
        cameras.add(new Camera(name, false, 0, 0));
      } else if (type.equals("video")) {
        cameras.add(video(file, name, described));
      }
    }
    if (cameras.isEmpty()) {
      throw new IOException(
          file + " has no feature of dtype image or video; name a set with pictures");
    }
    return List.copyOf(cameras);
  }

  private static boolean isDepth(JsonObject feature) {
    return Stream.of("info", "video_info")
        .map(feature::get)
        .filter(JsonObject.class::isInstance)
        .flatMap(it -> Stream.of("is_depth_map", "video.is_depth_map").map(((JsonObject) it)::get))
        .anyMatch(it -> it != null && it.isJsonPrimitive() && it.getAsBoolean());
  }

  /**
   * Finds H and W in the shape by the names of its axes; without names, the channel axis is the
   * short one.
   */
  private static Camera video(Path file, String name, JsonObject described) throws IOException {
    JsonArray shape = described.getAsJsonArray("shape");
    List<String> names = new ArrayList<>();
    if (described.get("names") instanceof JsonArray array) {
      array.forEach(it -> names.add(it.getAsString()));
    }
    int first = shape.get(0).getAsInt() <= 4 ? 1 : 0;
    boolean isNamed = names.contains("height") && names.contains("width");
    int height = shape.get(isNamed ? names.indexOf("height") : first).getAsInt();
    int width = shape.get(isNamed ? names.indexOf("width") : first + 1).getAsInt();
    if (height < 1 || width < 1 || (long) height * width > OtherPicture.MOST_PIXELS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has pictures %s of shape %s; write the height and width of its videos in it",
              file,
              Sanitized.of(name),
              Sanitized.of(shape.toString())));
    }
    return new Camera(name, true, height, width);
  }

  /**
   * The data file with the given chunk and file numbers.
   *
   * @throws IOException if the set's pattern gives no path in the set
   */
  Path data(long chunk, long file) throws IOException {
    return place(dataPath, Optional.empty(), chunk, file)
        .orElseThrow(() -> noPlace("data_path '" + Sanitized.of(dataPath) + "'", DATA_PATH));
  }

  /**
   * A camera's video file with the given chunk and file numbers.
   *
   * @throws IOException if the set's pattern gives no path in the set
   */
  Path video(Camera camera, long chunk, long file) throws IOException {
    return place(videoPath, Optional.of(camera.name()), chunk, file)
        .orElseThrow(
            () ->
                noPlace(
                    String.format(
                        Locale.ROOT,
                        "video_path '%s' for chunk %d and file %d of '%s'",
                        Sanitized.of(videoPath),
                        chunk,
                        file,
                        Sanitized.of(camera.name())),
                    VIDEO_PATH));
  }

  private IOException noPlace(String found, String usual) {
    return new IOException(
        String.format(
            Locale.ROOT, "%s has %s; LeRobot's is '%s'", set.resolve(LeRobot.INFO), found, usual));
  }

  /** The file with the given numbers; empty if the pattern gives no path in the set. */
  private Optional<Path> place(String pattern, Optional<String> key, long chunk, long file) {
    String name =
        PLACE
            .matcher(pattern)
            .replaceAll(
                place -> {
                  if (place.group(1).equals("video_key")) {
                    return Matcher.quoteReplacement(key.orElse(place.group()));
                  }
                  long number = place.group(1).equals("chunk_index") ? chunk : file;
                  int digits = place.group(2) == null ? 1 : Integer.parseInt(place.group(2));
                  String text = Long.toString(number);
                  return "0".repeat(Math.max(0, digits - text.length())) + text;
                });
    if (!name.matches("[^\\p{Cntrl}{}\\\\:]+") || chunk < 0 || file < 0) {
      return Optional.empty();
    }
    try {
      Path place = set.resolve(name).normalize();
      return place.startsWith(set.normalize()) ? Optional.of(place) : Optional.empty();
    } catch (InvalidPathException e) { // a character that the file system does not allow
      return Optional.empty();
    }
  }
}
