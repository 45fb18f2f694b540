package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mirrorlab.data.RlbenchDemo.Attributes;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Projection;
import mirrorlab.episode.View;

/** Reads the view of an RLBench camera: pictures from PNG files, calibration from the pickle. */
final class RlbenchCamera {
  private static final Pattern PICTURE = Pattern.compile("([0-9]{1,9})\\.png");
  private static final int BITS = 8; // a channel
  private static final int RGB = 2; // the colour type
  private static final int LARGEST_SIDE = 4096;
  private static final long LARGEST_FILE = 1 << 26; // 64 MiB
  private static final int FARTHEST = 0xffffff; // the largest value of a 24-bit pixel
  private static final int FARTHEST_MILLIMETRE = Character.MAX_VALUE;

  private RlbenchCamera() {}

  /** The colours, the depth and the camera's pose in one frame. */
  static View view(Path episode, Camera camera, int frame, Attributes misc) throws IOException {
    Image image = image(episode, camera, frame);
    Image depth = read(file(episode, camera, "depth", frame));
    if (depth.width() != image.width() || depth.height() != image.height()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is %d×%d, but its colours are %d×%d; take both at one size",
              file(episode, camera, "depth", frame),
              depth.width(),
              depth.height(),
              image.width(),
              image.height()));
    }
    String name = name(camera) + "_camera_";
    return new View(
        camera,
        projection(misc, name, image.width(), image.height()),
        image,
        millimetres(depth, misc, name));
  }

  static Image image(Path episode, Camera camera, int frame) throws IOException {
    return read(file(episode, camera, "rgb", frame));
  }

  /** The files of all cameras in one frame. */
  static List<Path> files(Path episode, int frame) {
    return Camera.POLICY.stream()
        .flatMap(
            camera -> Stream.of("rgb", "depth").map(kind -> file(episode, camera, kind, frame)))
        .toList();
  }

  /** The frames for which a camera has colour pictures, in ascending order. */
  static List<Integer> numbers(Path episode, Camera camera) throws IOException {
    Path folder = file(episode, camera, "rgb", 0).getParent();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> PICTURE.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Integer.valueOf(name.group(1)))
          .sorted()
          .toList();
    }
  }

  /** Checks that there are as many pictures as frames: exactly 0 to n − 1. */
  static void checkCount(Path episode, Camera camera, int frames) throws IOException {
    for (String kind : new String[] {"rgb", "depth"}) {
      Path last = file(episode, camera, kind, frames - 1);
      boolean more = Files.exists(file(episode, camera, kind, frames));
      if (more || !Files.exists(last)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s holds %s %d pictures, but %s has %d frames; copy or download all of %s",
                last.getParent(),
                more ? "more than" : "fewer than",
                frames,
                RlbenchDemo.FILE,
                frames,
                episode));
      }
    }
  }

  /**
   * PyRep's camera has x to the left, y up, and looks along +z, so its focal lengths are negative:
   * column = cx + fx·x/z, row = cy + fy·y/z. Half a turn about y converts it to this library's
   * convention.
   *
   * <p>RLBench's own point clouds place a pixel at its upper left corner; here it is at its centre,
   * half a pixel away.
   */
  private static Projection projection(Attributes misc, String name, int width, int height)
      throws IOException {
    double[] k = misc.numbers(name + "intrinsics", 9);
    double[] e = misc.numbers(name + "extrinsics", 16);
    double focal = -k[0];
    if (!(focal > 0 && Math.abs(k[4] - k[0]) < 1e-3 * focal)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %sintrinsics has focal lengths %s and %s; PyRep's are negative and equal",
              misc.where(),
              name,
              k[0],
              k[4]));
    }
    if (Math.abs(k[2] - width / 2.0) > 1e-3 || Math.abs(k[5] - height / 2.0) > 1e-3) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %sintrinsics is for pictures of %.0f×%.0f, but they are %d×%d; do not resize them",
              misc.where(),
              name,
              2 * k[2],
              2 * k[5],
              width,
              height));
    }
    return new Projection(
        width,
        height,
        focal,
        new double[] {e[3], e[7], e[11]},
        new double[] {-e[0], e[1], -e[2], -e[4], e[5], -e[6], -e[8], e[9], -e[10]});
  }

  /**
   * Decodes depth of 24 bits, red the most significant, from the near to the far plane; the far
   * plane is background.
   */
  private static char[] millimetres(Image depth, Attributes misc, String name) throws IOException {
    double near = misc.number(name + "near");
    double far = misc.number(name + "far");
    if (!(0 <= near && near < far)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s: %snear is %s and %sfar %s metres; near should be less",
              misc.where(),
              name,
              near,
              name,
              far));
    }
    byte[] rgb = depth.rgb();
    char[] millimetres = new char[depth.width() * depth.height()];
    for (int i = 0; i < millimetres.length; i++) {
      int bits = (rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | rgb[3 * i + 2] & 255;
      long rounded = Math.round(1000 * (near + (far - near) * bits / FARTHEST));
      millimetres[i] = bits == FARTHEST || rounded > FARTHEST_MILLIMETRE ? 0 : (char) rounded;
    }
    return millimetres;
  }

  private static Image read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; copy or download all pictures of the episode");
    }
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new IOException("it has " + Files.size(file) + " bytes");
      }
      return decode(Files.readAllBytes(file));
    } catch (IOException | RuntimeException e) { // unpacking throws the latter
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is not a whole PNG picture with 8 bits of red, green and blue: %s; download it again",
              file,
              e.getMessage()),
          e);
    }
  }

  private static Image decode(byte[] png) throws IOException {
    Png.Header header =
        Png.header(png).orElseThrow(() -> new IOException("it does not begin like one"));
    Png.check(png);
    if (header.width() < 1
        || header.width() > LARGEST_SIDE
        || header.height() < 1
        || header.height() > LARGEST_SIDE) {
      throw new IOException("it would be " + header.width() + "×" + header.height());
    }
    if (header.bits() != BITS || header.colourType() != RGB) {
      throw new IOException(
          String.format(
              Locale.ROOT, "it has %d bits of type %d", header.bits(), header.colourType()));
    }
    return new PackedImage(png).unpack();
  }

  private static Path file(Path episode, Camera camera, String kind, int frame) {
    return episode.resolve(name(camera) + "_" + kind).resolve(frame + ".png");
  }

  private static String name(Camera camera) {
    return camera.name().toLowerCase(Locale.ROOT);
  }
}
