package mirrorlab.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import mirrorlab.episode.Image;
import mirrorlab.files.Sanitized;

/**
 * An mp4 file of a LeRobot set, read by ffmpeg in two passes: first the timestamps of all frames,
 * without decoding; then all frames in order, of which the requested ones are kept.
 */
final class VideoFile {
  /** LeRobot's tolerance; as in LeRobot, the nearest frame is used. */
  private static final double TOLERANCE = 1e-4; // seconds

  private final Ffmpeg ffmpeg;
  private final Path file;
  private final LeRobotInfo.Camera camera;

  /** Creates a reader of a camera's file, whose pictures must have the camera's size. */
  VideoFile(Ffmpeg ffmpeg, Path file, LeRobotInfo.Camera camera) {
    this.ffmpeg = ffmpeg;
    this.file = file;
    this.camera = camera;
  }

  /**
   * The time of a requested frame.
   *
   * @param seconds time in the file
   * @param episode the requesting episode
   */
  record Moment(double seconds, long episode) {}

  /**
   * The frame of each moment.
   *
   * @throws IOException if there is no such frame, or if the file is missing, damaged or of another
   *     size
   */
  List<PackedImage> frames(List<Moment> moments) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is missing; copy or download all of the set");
    }
    Listing listing = listing();
    List<Integer> numbers = new ArrayList<>();
    for (Moment moment : moments) {
      numbers.add(number(listing.seconds, moment));
    }
    Map<Integer, PackedImage> frames = decoded(listing, new TreeSet<>(numbers));
    return numbers.stream().map(frames::get).toList();
  }

  private Listing listing() throws IOException {
    Ffmpeg.Run<Listing> run =
        ffmpeg.read(
            file, List.of("-copyts"), List.of("-c", "copy", "-f", "framecrc"), Listing::read);
    Listing listing = run.read();
    if (run.exit() != 0 || listing.seconds.length == 0) {
      throw damaged("ffmpeg finds no frames in it", run);
    }
    if (Double.isNaN(listing.seconds[listing.seconds.length - 1])) {
      throw damaged("it does not say when its frames are shown", run);
    }
    if (!listing.size.equals(camera.width() + "x" + camera.height())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has pictures of %s pixels, but meta/info.json says %dx%d of %s; write there what is true",
              file,
              Sanitized.of(listing.size),
              camera.width(),
              camera.height(),
              Sanitized.of(camera.name())));
    }
    return listing;
  }

  private IOException damaged(String what, Ffmpeg.Run<?> run) {
    return new IOException(
        String.format(
            Locale.ROOT, "%s: %s (%s); copy or download it again", file, what, run.trouble()));
  }

  /** The index of the frame shown at a moment. */
  private int number(double[] shown, Moment moment) throws IOException {
    int found = Arrays.binarySearch(shown, moment.seconds);
    int after = Math.min(found < 0 ? -found - 1 : found, shown.length - 1);
    int before = Math.max(after - 1, 0);
    int nearest = moment.seconds - shown[before] < shown[after] - moment.seconds ? before : after;
    if (!(Math.abs(shown[nearest] - moment.seconds) < TOLERANCE)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s has no frame at %.4f s, where episode %d has one: the nearest of its %d frames is at %.4f s; copy or download it again, or write the set anew with lerobot",
              file,
              moment.seconds,
              moment.episode,
              shown.length,
              shown[nearest]));
    }
    return nearest;
  }

  private Map<Integer, PackedImage> decoded(Listing listing, Set<Integer> wanted)
      throws IOException {
    List<String> raw = new ArrayList<>(ffmpeg.everyFrameOnce());
    raw.addAll(List.of("-sws_flags", "bilinear")); // as PyAV converts 10-bit colours
    raw.addAll(List.of("-pix_fmt", "rgb24", "-f", "rawvideo"));
    Map<Integer, PackedImage> kept = new HashMap<>();
    Ffmpeg.Run<Integer> run =
        ffmpeg.read(file, List.of("-noautorotate"), raw, in -> keep(in, wanted, kept));
    int count = listing.seconds.length;
    if (run.read() == 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: ffmpeg decodes none of its %d frames (codec %s: %s); install an ffmpeg that decodes it, or copy or download it again",
              file,
              count,
              Sanitized.of(listing.codec),
              run.trouble()));
    }
    // With a frame missing, each later moment would get the frame after its own.
    if (run.exit() != 0 || run.read() != count) {
      throw damaged(
          String.format(Locale.ROOT, "ffmpeg decodes %d of its %d frames", run.read(), count), run);
    }
    return kept;
  }

  /** Packs the wanted frames; returns the total number of frames. */
  private int keep(InputStream in, Set<Integer> wanted, Map<Integer, PackedImage> kept)
      throws IOException {
    byte[] frame = new byte[3 * camera.width() * camera.height()];
    int count = 0;
    while (in.readNBytes(frame, 0, frame.length) == frame.length) {
      if (wanted.contains(count)) {
        kept.put(count, PackedImage.of(new Image(camera.width(), camera.height(), frame)));
      }
      count++;
    }
    return count;
  }

  /**
   * The contents of a file.
   *
   * @param size such as 64x48
   * @param seconds the timestamps of the frames, ascending; NaN at the end if some have none
   */
  private record Listing(String codec, String size, double[] seconds) {
    private static final int DISCARDED = 4; // the flag of a packet that is decoded but not shown

    /** Parses ffmpeg's framecrc format. */
    static Listing read(InputStream in) throws IOException {
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
      Map<String, String> header = new HashMap<>();
      LongStream.Builder shown = LongStream.builder();
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("#")) { // such as #tb 0: 1/15360
          String[] parts = line.substring(1).split(" 0: ", 2);
          header.put(parts[0], parts[parts.length - 1]);
        } else {
          // stream, decoding time, presentation time, duration, size, checksum and perhaps F=flags
          List<String> fields = List.of(line.split(",\\s*"));
          if (fields.stream().noneMatch(Listing::isDiscarded)) {
            String time = fields.get(2);
            shown.add(time.equals("NOPTS") ? Long.MAX_VALUE : Long.parseLong(time));
          }
        }
      }
      String[] base = header.getOrDefault("tb", "0/1").split("/", 2);
      double tick = Double.parseDouble(base[0]) / Double.parseDouble(base[1]);
      return new Listing(
          header.getOrDefault("codec_id", "?"),
          header.getOrDefault("dimensions", "?"),
          shown
              .build()
              .sorted()
              .mapToDouble(time -> time == Long.MAX_VALUE ? Double.NaN : time * tick)
              .toArray());
    }

    private static boolean isDiscarded(String field) {
      return field.startsWith("F=0x") && (Long.decode(field.substring(2)) & DISCARDED) != 0;
    }
  }
}
