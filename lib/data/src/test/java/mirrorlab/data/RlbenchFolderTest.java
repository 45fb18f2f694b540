package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
import mirrorlab.pickle.NumpyArray;
import mirrorlab.pickle.Pickle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads the demonstration that src/test/python/rlbench_folder.py writes as RLBench does. */
@Timeout(3600) // a hang is a failure
class RlbenchFolderTest {
  private static final int MUTANTS =
      "all".equals(System.getProperty("mirrorlab.tests")) ? 10_000 : 400;
  private static final String EPISODE = "push_buttons/all_variations/episodes/episode3";

  @TempDir Path root;

  private Path episode;

  @BeforeEach
  void copy() throws IOException, URISyntaxException {
    copy(resource("push_buttons"), root.resolve("push_buttons"));
    episode = root.resolve(EPISODE);
  }

  @Test
  void anEpisodeIsRead() throws IOException {
    Episode read = RlbenchFolder.read(episode);
    assertEquals("push_buttons", read.task());
    assertEquals(7, read.variation());
    assertEquals(List.of("push the maroon button", "press the maroon button"), read.instructions());
    assertEquals(-4, read.seed());
    assertEquals(Outcome.SUCCESS, read.outcome());
    assertEquals(0.55, read.seconds(), 1e-9);
    assertEquals(Demonstrations.FRAMES, read.video().size());
    assertEquals(3, read.steps().size());
    assertArrayEquals(
        new double[] {0, 0.25, 0.4},
        read.steps().stream().mapToDouble(Step::seconds).toArray(),
        1e-9);
    for (Step step : read.steps()) {
      assertEquals(Camera.POLICY, step.observation().views().stream().map(View::camera).toList());
    }
  }

  @Test
  void actionsAreThoseOfPerAct() throws IOException {
    List<Step> steps = RlbenchFolder.read(episode).steps();
    List<double[]> poses = expected().poses;
    assertEquals(
        List.of(
            new Keyframe(pose(poses.get(5)), true, false),
            // Its own frame says no, the one before says yes.
            new Keyframe(pose(poses.get(8)), false, true),
            new Keyframe(pose(poses.get(11)), false, false)),
        steps.stream().map(Step::action).toList());
    assertTrue(poses.get(5)[6] < 0, "a quaternion that must be turned over");
    // What is seen is the frame before: the fingers are wide open, then closed round something.
    assertEquals(
        new Proprioception(pose64(poses.get(0)), true, 0.04, 0.0399),
        steps.get(0).observation().proprioception());
    assertEquals(
        new Proprioception(pose64(poses.get(8)), false, 0.011, 0.012),
        steps.get(2).observation().proprioception());
  }

  @Test
  void pixelsAreWhereTheSceneIs() throws IOException {
    List<Step> steps = RlbenchFolder.read(episode).steps();
    List<Integer> frames = List.of(0, 5, 8);
    Expected expected = expected();
    assertEquals(60, expected.points.size());
    for (Point point : expected.points) {
      View view =
          steps
              .get(frames.indexOf(point.frame))
              .observation()
              .views()
              .get(Camera.valueOf(point.camera.toUpperCase(Locale.ROOT)).ordinal());
      int pixel = view.image().width() * point.row + point.column;
      byte[] rgb = Arrays.copyOfRange(view.image().rgb(), 3 * pixel, 3 * pixel + 3);
      assertArrayEquals(
          new byte[] {(byte) point.rgb[0], (byte) point.rgb[1], (byte) point.rgb[2]}, rgb);
      assertEquals(1000 * point.depth, view.depth()[pixel], 0.51);
      double depth = view.depth()[pixel] / 1000.0;
      if (point.point.length == 0) {
        assertEquals(0, depth, "nothing is seen");
        continue;
      }
      // Half a millimetre along the axis is at most 0.6 mm along a ray of these cameras.
      double[] world = view.projection().unproject(point.column + 0.5, point.row + 0.5, depth);
      assertArrayEquals(point.point, world, 0.7e-3, point.camera);
      // RLBench's own cloud, which takes a pixel at its corner
      double[] corner = view.projection().unproject(point.column, point.row, point.depth);
      assertArrayEquals(point.corner, corner, 2e-6, point.camera);
      double[] back = view.projection().project(point.point);
      assertEquals(point.column + 0.5, back[0], 1e-4);
      assertEquals(point.row + 0.5, back[1], 1e-4);
    }
  }

  @Test // by PerAct's own code
  void keyframesAreThoseOfPerAct() throws IOException {
    Heuristic[] cases = json("keyframes.json", Heuristic[].class);
    assertEquals(60, cases.length);
    for (Heuristic one : cases) {
      assertEquals(
          one.keyframes, RlbenchDemo.keyframes(bits(one.open), bits(one.still)), one.toString());
    }
    assertEquals(
        expected().keyframes, RlbenchDemo.read(episode.resolve("low_dim_obs.pkl")).keyframes());
  }

  @Test
  void anOlderProtocolHoldsTheSame() throws IOException, URISyntaxException {
    RlbenchDemo whole = RlbenchDemo.read(episode.resolve("low_dim_obs.pkl"));
    RlbenchDemo two = RlbenchDemo.read(resource("two_frames.protocol2.pkl"));
    assertEquals(12, whole.frames().size());
    assertEquals(2, two.frames().size());
    for (int i = 0; i < 2; i++) {
      RlbenchDemo.Frame a = whole.frames().get(i);
      RlbenchDemo.Frame b = two.frames().get(i);
      assertEquals(a.proprioception(), b.proprioception());
      assertEquals(a.still(), b.still());
      assertArrayEquals(
          a.misc().numbers("wrist_camera_extrinsics", 16),
          b.misc().numbers("wrist_camera_extrinsics", 16));
    }
  }

  @Test
  void aSourceMayBeOfAnyLevel() throws IOException {
    for (Path source = episode; !source.equals(root.getParent()); source = source.getParent()) {
      assertEquals(List.of(episode), RlbenchFolder.episodes(source), source.toString());
    }
  }

  @Test
  void episodesAreInTheOrderOfTheirNumbers() throws IOException {
    Files.createDirectories(root.resolve("a_task_with_a_long_name/variation10/episodes/episode0"));
    Files.createDirectories(root.resolve("a_task_with_a_long_name/variation9/episodes/episode10"));
    Files.createDirectories(root.resolve("a_task_with_a_long_name/variation9/episodes/episode9"));
    Files.createDirectories(root.resolve("a_task_with_a_long_name/variation9/episodes/.cache"));
    assertEquals(
        List.of(
            root.resolve("a_task_with_a_long_name/variation9/episodes/episode9"),
            root.resolve("a_task_with_a_long_name/variation9/episodes/episode10"),
            root.resolve("a_task_with_a_long_name/variation10/episodes/episode0"),
            episode),
        RlbenchFolder.episodes(root));
  }

  @Test
  void foldersOfRlbenchItselfAreRead() throws IOException {
    Path variation = root.resolve("close_jar/variation12");
    Path moved = variation.resolve("episodes/episode0");
    copy(episode, moved);
    Files.delete(moved.resolve("variation_number.pkl"));
    Files.move(
        moved.resolve("variation_descriptions.pkl"),
        variation.resolve("variation_descriptions.pkl"));
    Episode read = RlbenchFolder.read(RlbenchFolder.episodes(root.resolve("close_jar")).get(0));
    assertEquals("close_jar", read.task());
    assertEquals(12, read.variation());
    assertEquals("push the maroon button", read.instruction());
    assertEquals(-1, read.seed());
  }

  @Test
  void aFolderWithoutEpisodesIsRefused() throws IOException {
    Path empty = Files.createDirectory(root.resolve("empty"));
    assertFault(() -> RlbenchFolder.episodes(empty), empty + " holds no episodes of RLBench; name");
    Path none = root.resolve("none");
    assertFault(() -> RlbenchFolder.episodes(none), none + " is not a folder; name one");
    Path alone = root.resolve("episode0");
    copy(episode, alone);
    assertFault(() -> RlbenchFolder.read(alone), alone + " does not tell its task; keep it at");
    assertFault(
        () -> RlbenchFolder.read(root.getRoot()), root.getRoot() + " does not tell its task");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    for (String name :
        List.of(
            "low_dim_obs.pkl",
            "variation_number.pkl",
            "variation_descriptions.pkl",
            "front_rgb/4.png",
            "wrist_depth/5.png")) {
      Path file = episode.resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      assertFault(() -> RlbenchFolder.read(episode), file + " is missing; copy or download all");
      Files.write(file, bytes);
    }
    RlbenchFolder.read(episode); // all is there again
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Path extra = episode.resolve("wrist_rgb/12.png");
    Files.copy(episode.resolve("wrist_rgb/0.png"), extra);
    assertFault(
        () -> RlbenchFolder.read(episode),
        extra.getParent()
            + " holds more than 12 pictures, but low_dim_obs.pkl has 12 frames; copy");
    Files.delete(extra);
    Files.delete(episode.resolve("wrist_rgb/11.png"));
    assertFault(
        () -> RlbenchFolder.read(episode), extra.getParent() + " holds fewer than 12 pictures");
    Files.copy(episode.resolve("wrist_rgb/0.png"), episode.resolve("wrist_rgb/11.png"));

    Path depth = episode.resolve("left_shoulder_depth/0.png");
    ImageIO.write(new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB), "png", depth.toFile());
    assertFault(
        () -> RlbenchFolder.read(episode), depth + " is 32×16, but its colours are 16×16; take");
    Path rgb = episode.resolve("left_shoulder_rgb/0.png");
    Files.copy(depth, rgb, StandardCopyOption.REPLACE_EXISTING);
    assertFault(
        () -> RlbenchFolder.read(episode),
        episode.resolve("low_dim_obs.pkl")
            + ", frame 0: left_shoulder_camera_intrinsics is for pictures of 16×16, but they are"
            + " 32×16; do not resize them");
    ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY), "png", rgb.toFile());
    assertFault(
        () -> RlbenchFolder.read(episode),
        rgb
            + " is not a whole PNG picture with 8 bits of red, green and blue:"
            + " it has 8 bits of type 0; download it again");
  }

  @Test
  void picklesOfOtherThingsAreRefused() throws IOException {
    Path demo = episode.resolve("low_dim_obs.pkl");
    pickle(demo, "cos\nsystem\n(Vtouch /tmp/x\ntR.");
    assertFault(
        () -> RlbenchFolder.read(episode), demo + " is refused: at byte 0 it asks for os.system");
    pickle(demo, "].");
    assertFault(() -> RlbenchFolder.read(episode), demo + " is not a demonstration of RLBench");
    pickle(demo, "crlbench.demo\nDemo\n)R(V_observations\n(NNldb.");
    assertFault(() -> RlbenchFolder.read(episode), demo + ", frame 0 is not an observation");
    String observation = "crlbench.backend.observation\nObservation\n)R(%sdb";
    pickle(
        demo,
        "crlbench.demo\nDemo\n)R(V_observations\n("
            + String.format(Locale.ROOT, observation, "")
            + "Nldb.");
    assertFault(() -> RlbenchFolder.read(episode), demo + ", frame 0 has no misc");
    pickle(
        demo,
        "crlbench.demo\nDemo\n)R(V_observations\n("
            + String.format(Locale.ROOT, observation, "Vmisc\n}Vgripper_joint_positions\nN")
            + "Nldb.");
    assertFault(
        () -> RlbenchFolder.read(episode),
        demo
            + ", frame 0: gripper_joint_positions should be 2 finite numbers, not None, or missing;"
            + " record it with ObservationConfig.set_all(True)");
  }

  @Test
  void otherInstructionsAndNumbersAreRefused() throws IOException {
    Path number = episode.resolve("variation_number.pkl");
    for (String bad : List.of("I-1\n.", "Vfive\n.", "N.", "L99999999999L\n.")) {
      pickle(number, bad);
      assertFault(() -> RlbenchFolder.read(episode), number + " holds no variation's number");
    }
    pickle(number, "I0\n.");
    Path descriptions = episode.resolve("variation_descriptions.pkl");
    for (String bad : List.of("N.", "].", "(V\nl.", "(I1\nl.")) {
      pickle(descriptions, bad);
      assertFault(() -> RlbenchFolder.read(episode), descriptions + " holds no list");
    }
  }

  /** Takes away the pictures of all frames but some, as ARP's set has them. */
  private void keepPicturesOf(List<Integer> frames) throws IOException {
    for (Camera camera : Camera.POLICY) {
      for (int i = 0; i < 12; i++) {
        if (!frames.contains(i)) {
          for (Path file : RlbenchCamera.files(episode, i)) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }

  @Test
  void keyframesAloneAreReadAsArpDistributesThem() throws IOException {
    Episode whole = RlbenchFolder.read(episode);
    Files.writeString(episode.resolve("kfs.json"), "[5, 8, 11]");
    for (List<Integer> kept : List.of(List.of(0, 5, 8, 11), List.of(0, 5, 8))) {
      keepPicturesOf(kept);
      Episode read = RlbenchFolder.read(episode);
      assertEquals(whole.instructions(), read.instructions());
      assertEquals(whole.seconds(), read.seconds());
      assertEquals(3, read.steps().size());
      for (int k = 0; k < 3; k++) {
        assertEquals(whole.steps().get(k).action(), read.steps().get(k).action());
        assertEquals(whole.steps().get(k).seconds(), read.steps().get(k).seconds());
        for (int c = 0; c < 4; c++) {
          View a = whole.steps().get(k).observation().views().get(c);
          View b = read.steps().get(k).observation().views().get(c);
          assertArrayEquals(a.image().rgb(), b.image().rgb());
          assertArrayEquals(a.depth(), b.depth());
        }
      }
      // Frames 0, 1, 3, 4, 6, 7, 9, 11 by the nearest that is there.
      List<Integer> shown =
          kept.contains(11) ? List.of(0, 0, 5, 5, 5, 8, 8, 11) : List.of(0, 0, 5, 5, 5, 8, 8, 8);
      for (int t = 0; t < shown.size(); t++) {
        assertArrayEquals(
            Scaled.to(64, 64, RlbenchCamera.image(episode, Camera.FRONT, shown.get(t))).rgb(),
            read.video().get(t).rgb());
      }
    }
  }

  @Test
  void keyframesAloneAreKnownWithoutTheirList() throws IOException {
    keepPicturesOf(List.of(0, 5, 8, 11));
    assertEquals(3, RlbenchFolder.read(episode).steps().size());
    keepPicturesOf(List.of(0, 8, 11));
    assertFault(
        () -> RlbenchFolder.read(episode),
        episode.resolve("front_rgb/5.png") + " is missing; copy or download all pictures");
  }

  @Test
  void aListOfOtherKeyframesIsFollowedIfItFits() throws IOException {
    Path list = episode.resolve("kfs.json");
    Files.writeString(list, "[5, 11]");
    assertEquals(2, RlbenchFolder.read(episode).steps().size());
    for (String bad : List.of("[0, 5]", "[5, 5]", "[8, 5]", "[12]")) {
      Files.writeString(list, bad);
      assertFault(() -> RlbenchFolder.read(episode), list + " lists keyframe ");
    }
    Files.writeString(list, "[]");
    assertFault(() -> RlbenchFolder.read(episode), list + " lists no keyframes");
    for (String bad : List.of("{}", "[1.5]", "[null]", "", "[5, 8")) {
      Files.writeString(list, bad);
      assertFault(() -> RlbenchFolder.read(episode), list.toString());
    }
  }

  private static RlbenchDemo.Attributes attributes(Object value) {
    return new RlbenchDemo.Attributes("frame 4", Map.of("x", value));
  }

  private static NumpyArray array(char kind, int size, ByteBuffer bytes) {
    return new NumpyArray(
        new NumpyArray.Type(kind, size, ByteOrder.BIG_ENDIAN),
        List.of(bytes.capacity() / size),
        false,
        bytes.array());
  }

  @Test
  void numbersThatAreNoneAreDescribed() {
    ByteBuffer reals = ByteBuffer.allocate(24).putDouble(1).putDouble(Double.NaN).putDouble(2);
    String end = "; record it with ObservationConfig.set_all(True)";
    Map<Object, String> found =
        Map.of(
            array('f', 8, reals),
            "NaN at index 1",
            array('b', 1, ByteBuffer.allocate(3)),
            "an array of truth values of shape [3]",
            array('f', 8, ByteBuffer.allocate(16)),
            "an array of numbers of shape [2]",
            Pickle.None.NONE,
            "None, or missing",
            true,
            "Boolean 'true'",
            7L,
            "Long '7'",
            "text\n",
            "String 'text?'",
            List.of(1L, 2L),
            "a list of 2");
    found.forEach(
        (value, words) ->
            assertFault(
                () -> attributes(value).numbers("x", 3),
                "frame 4: x should be 3 finite numbers, not " + words + end));
    assertFault(
        () -> attributes(Double.NEGATIVE_INFINITY).number("x"),
        "frame 4: x should be a finite number, not -Infinity at index 0" + end);
  }

  @Test
  void flagsAreTruthValuesOrNumbers() throws IOException {
    assertTrue(attributes(true).flag("x"));
    assertTrue(attributes(array('b', 1, ByteBuffer.wrap(new byte[] {1}))).flag("x"));
    assertFalse(attributes(array('b', 1, ByteBuffer.allocate(1))).flag("x"));
    assertTrue(attributes(1.0).flag("x"));
    assertFalse(attributes(0.5).flag("x"));
    assertFault(
        () -> attributes(array('b', 1, ByteBuffer.allocate(2))).flag("x"),
        "frame 4: x should be a finite number, not an array of truth values of shape [2]");
  }

  @Test
  void damageToAPictureIsAlwaysSeen() throws IOException {
    Path file = episode.resolve("front_rgb/0.png");
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      for (byte[] damaged : new byte[][] {flipped, Arrays.copyOf(whole, i)}) {
        Files.write(file, damaged);
        assertFault(
            () -> RlbenchCamera.image(episode, Camera.FRONT, 0), file + " is not a whole PNG");
      }
    }
  }

  @Test
  void damageToAnyFileIsAnErrorOrGoesUnseen() throws IOException {
    Files.writeString(episode.resolve("kfs.json"), "[5, 8, 11]");
    List<Path> files;
    try (Stream<Path> all = Files.walk(episode)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Random random = new Random(3);
    int errors = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Path file =
          files.get(
              i % 3 == 0
                  ? files.indexOf(episode.resolve("low_dim_obs.pkl"))
                  : random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bytes);
      try {
        RlbenchFolder.read(episode);
      } catch (IOException e) {
        errors++;
        assertTrue(e.getMessage().contains(episode.toString()), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
      Files.write(file, whole);
    }
    assertTrue(errors > MUTANTS / 4, errors + " errors");
    assertFalse(RlbenchFolder.read(episode).steps().isEmpty());
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void assertFault(Reading reading, String message) {
    IOException e = assertThrows(IOException.class, reading::run);
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  /** What the script knows of its scene, with the names of its JSON. */
  private record Expected(List<Integer> keyframes, List<double[]> poses, List<Point> points) {}

  private record Point(
      int frame,
      String camera,
      int row,
      int column,
      int[] rgb,
      double depth,
      double[] point,
      double[] corner) {}

  private record Heuristic(String open, String still, List<Integer> keyframes) {}

  private static Expected expected() throws IOException {
    return json("expected.json", Expected.class);
  }

  private static <T> T json(String name, Class<T> type) throws IOException {
    try (Reader reader = Files.newBufferedReader(resource(name))) {
      return new Gson().fromJson(reader, type);
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static boolean[] bits(String text) {
    boolean[] bits = new boolean[text.length()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = text.charAt(i) == '1';
    }
    return bits;
  }

  private static Pose pose(double[] p) {
    return pose64(p).inFloats();
  }

  /** The script's pose; of a quaternion's two signs the one with w ≥ 0. */
  private static Pose pose64(double[] p) {
    double sign = p[6] < 0 ? -1 : 1;
    return new Pose(p[0], p[1], p[2], sign * p[3], sign * p[4], sign * p[5], sign * p[6]);
  }

  private static void pickle(Path file, String opcodes) throws IOException {
    Files.write(file, opcodes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(RlbenchFolderTest.class.getResource("rlbench/" + name).toURI());
  }

  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
