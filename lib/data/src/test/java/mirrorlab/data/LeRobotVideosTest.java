package mirrorlab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.jerolba.carpet.annotation.Alias;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A set that LeRobot 0.6.1 wrote, with the pixels that it reads from it by PyAV 15, made by
 * src/test/python/lerobot_videos.py: 26 frames at 30 a second, of episodes of 12, 9 and 5.
 */
@Timeout(3600) // a hang is a failure
class LeRobotVideosTest {
  private static final int MUTANTS = "all".equals(System.getProperty("mirrorlab.tests")) ? 500 : 60;
  private static final String TOP = "observation.images.top"; // AV1, 64×48
  private static final String SIDE = "observation.images.side"; // H.264 with B frames, 48×64
  private static final int STEP = 8; // pixels between two that are compared
  private static final int ROUNDING = 2; // of conversions to RGB; versions 4.2 to 9.0 have none

  @TempDir private Path folder;
  private Path set;
  private Map<String, String> environment;

  @BeforeEach
  void copy() throws Exception {
    environment = TestFfmpeg.environment();
    set = folder.resolve("set");
    copy(set);
  }

  private static Path resource(String name) throws Exception {
    return Path.of(LeRobotVideosTest.class.getResource("videos/" + name).toURI());
  }

  private static void copy(Path to) throws Exception {
    Path from = resource("set");
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private List<Episode> episodes(String camera) throws IOException {
    return LeRobotSet.open(set, environment).episodes(camera);
  }

  private Path video(String camera) {
    return set.resolve("videos/" + camera + "/chunk-000/file-000.mp4");
  }

  /** By camera, episode and frame: the pixels of a grid. */
  private static Map<String, List<List<String>>> golden() throws Exception {
    return new Gson()
        .fromJson(Files.readString(resource("expected.json")), new TypeToken<>() {}.getType());
  }

  private static int[] grid(Image image) {
    List<Integer> values = new ArrayList<>();
    for (int y = 0; y < image.height(); y += STEP) {
      for (int x = 0; x < image.width(); x += STEP) {
        for (int channel = 0; channel < 3; channel++) {
          values.add(image.rgb()[3 * (y * image.width() + x) + channel] & 255);
        }
      }
    }
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] pixels(String golden) {
    byte[] bytes = Base64.getDecoder().decode(golden);
    int[] pixels = new int[bytes.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = bytes[i] & 255;
    }
    return pixels;
  }

  private static int difference(int[] one, int[] other) {
    assertEquals(one.length, other.length);
    int most = 0;
    for (int i = 0; i < one.length; i++) {
      most = Math.max(most, Math.abs(one[i] - other[i]));
    }
    return most;
  }

  private static void assertShows(List<String> golden, Episode episode) {
    assertEquals(8, episode.video().size());
    for (int t = 0; t < 8; t++) {
      int most = difference(pixels(golden.get(t)), grid(episode.video().get(t)));
      assertTrue(most <= ROUNDING, "frame " + t + " differs by " + most);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TOP, SIDE})
  void theFramesAreThoseThatLeRobotReads(String camera) throws Exception {
    List<Episode> episodes = episodes(camera);
    for (int i = 0; i < 3; i++) {
      List<String> golden = golden().get(camera).get(i);
      assertShows(golden, episodes.get(i));
      // Another frame would be noticed.
      assertTrue(difference(pixels(golden.get(0)), pixels(golden.get(7))) > 100);
    }
  }

  @Test
  void anEpisodeIsItsTaskFromTheFirstFrameToTheLast() throws Exception {
    List<Episode> episodes = episodes(TOP);
    assertEquals(
        List.of("wave", "nod", "wave"), episodes.stream().map(Episode::instruction).toList());
    assertEquals(List.of(-1L, -2L, -3L), episodes.stream().map(Episode::seed).toList());
    assertEquals(11 / 30.0, episodes.get(0).seconds());
    assertEquals(64, episodes.get(0).video().get(0).width());
    assertEquals(48, episodes.get(0).video().get(0).height());
  }

  @Test
  void depthIsNoCamera() throws Exception {
    assertEquals(List.of(TOP, SIDE), LeRobotSet.open(set, environment).cameras());
    edit("meta/info.json", "\"is_depth_map\": false", "\"is_depth_map\": true");
    assertMessage("info.json has no feature of dtype image or video; name a set with pictures");
  }

  @Test
  void framesThatAreStoredButNotShownDoNotCount() throws Exception {
    // Without decoding, a cut begins at the key frame before: frames 8 to 11 are there, not shown.
    Path whole = Files.move(video(SIDE), folder.resolve("whole.mp4"));
    run("-ss", "0.4", "-i", whole.toString(), "-c", "copy", video(SIDE).toString());
    write(List.of(row(1, 0, 0, 0)));
    assertShows(golden().get(SIDE).get(1), episodes(SIDE).get(0));
  }

  private void run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(environment.get(Ffmpeg.VARIABLE)));
    command.addAll(List.of("-v", "error", "-nostdin"));
    command.addAll(List.of(arguments));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  /** A row of meta/episodes. */
  private record Row(
      @Alias("episode_index") long index,
      long length,
      @Alias("data/chunk_index") long chunk,
      @Alias("data/file_index") long file,
      @Alias("videos/" + TOP + "/chunk_index") long topChunk,
      @Alias("videos/" + TOP + "/file_index") long topFile,
      @Alias("videos/" + TOP + "/from_timestamp") double topFrom,
      @Alias("videos/" + SIDE + "/chunk_index") long sideChunk,
      @Alias("videos/" + SIDE + "/file_index") long sideFile,
      @Alias("videos/" + SIDE + "/from_timestamp") double sideFrom) {}

  private static Row row(int index, long chunk, long file, double from) {
    int length = List.of(12, 9, 5).get(index);
    return new Row(index, length, 0, 0, chunk, file, from, chunk, file, from);
  }

  private void write(List<Row> rows) throws IOException {
    Parquet.write(set.resolve(LeRobot.EPISODES), Row.class, rows, Map.of());
  }

  @Test
  void episodesMayLieInSeveralFilesInAnyOrder() throws Exception {
    Path other = set.resolve("videos/" + TOP + "/chunk-001/file-002.mp4");
    Files.createDirectories(other.getParent());
    Files.copy(video(TOP), other);
    write(List.of(row(2, 0, 0, 0.7), row(1, 1, 2, 0.4), row(0, 0, 0, 0)));
    List<Episode> episodes = episodes(TOP);
    for (int i = 0; i < 3; i++) {
      assertShows(golden().get(TOP).get(i), episodes.get(i));
    }
  }

  @Test
  void anotherPatternOfVideoFilesIsFollowedUnlessItLeavesTheSet() throws Exception {
    String usual = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4";
    Files.move(video(TOP), set.resolve(TOP + " 0-00.mp4"));
    edit("meta/info.json", usual, "{video_key} {chunk_index}-{file_index:02d}.mp4");
    assertShows(golden().get(TOP).get(2), episodes(TOP).get(2));
    for (String bad :
        List.of("../{video_key}.mp4", "/{video_key}.mp4", "concat:{video_key}", "{x}")) {
      edit("meta/info.json", "{video_key} {chunk_index}-{file_index:02d}.mp4", bad);
      assertMessage(
          "info.json has video_path '"
              + bad
              + "' for chunk 0 and file 0 of '"
              + TOP
              + "'; LeRobot's is '"
              + usual);
      edit("meta/info.json", bad, "{video_key} {chunk_index}-{file_index:02d}.mp4");
    }
    write(List.of(row(0, 0, -1, 0)));
    assertMessage("for chunk 0 and file -1 of");
  }

  @Test
  void aSetMayHaveAnyName() throws Exception {
    set = folder.resolve("-i [%03d] a:b|c'\" $HOME *.mp4");
    copy(set);
    assertShows(golden().get(TOP).get(0), episodes(TOP).get(0));
  }

  @Test
  void withoutFfmpegOneLineSaysHowToGetIt() {
    environment = Map.of("PATH", "/nowhere" + File.pathSeparator + folder);
    String fix =
        "; install it (apt-get install ffmpeg, brew install ffmpeg or conda install -c conda-forge"
            + " ffmpeg), or name it in MIRRORLAB_FFMPEG. (See 'Pictures in video files' in"
            + " notebooks/trouble.md.)";
    assertMessage(
        set
            + ": the pictures ["
            + TOP
            + ", "
            + SIDE
            + "] are in video files, which need the program ffmpeg, and that is not on the PATH"
            + fix);
    environment = Map.of(Ffmpeg.VARIABLE, folder + "/none");
    assertMessage("ffmpeg, and " + folder + "/none does not work (Cannot run program");
    assertMessage(fix);
  }

  @Test
  void anotherProgramIsNoFfmpeg() throws Exception {
    fake("echo grep 3.4; echo none of yours >&2");
    assertMessage(environment.get(Ffmpeg.VARIABLE) + " does not work (none of yours); install it");
  }

  @Test
  void theOneOnThePathIsTaken() throws Exception {
    fake("exec '" + environment.get(Ffmpeg.VARIABLE) + "' \"$@\"");
    environment = Map.of("PATH", "/nowhere" + File.pathSeparator + folder);
    assertShows(golden().get(TOP).get(0), episodes(TOP).get(0));
  }

  /** Puts a script in ffmpeg's place; $FFMPEG is the real one. */
  private void fake(String script) throws IOException {
    Path program = folder.resolve("ffmpeg");
    String real = environment.get(Ffmpeg.VARIABLE);
    Files.writeString(program, "#!/bin/sh\nFFMPEG='" + real + "'\n" + script + "\n");
    assertTrue(program.toFile().setExecutable(true));
    environment = new HashMap<>(environment);
    environment.put(Ffmpeg.VARIABLE, program.toString());
  }

  @Test
  void aFileIsDecodedOnce() throws Exception {
    fake("echo \"$@\" >>'" + folder + "/log'; exec \"$FFMPEG\" \"$@\"");
    assertEquals(3, episodes(TOP).size());
    List<String> log = Files.readAllLines(folder.resolve("log"));
    assertEquals(1, log.stream().filter(it -> it.contains("rgb24")).count(), log.toString());
    assertEquals(3, log.size(), log.toString()); // with -version, and the list without decoding
  }

  @Test
  void muchThatFfmpegSaysDoesNotStopIt() throws Exception {
    fake("yes 'a word of warning' | head -c 1000000 >&2; exec \"$FFMPEG\" \"$@\"");
    assertShows(golden().get(TOP).get(1), episodes(TOP).get(1));
  }

  @Test
  void anInterruptEndsFfmpeg() throws Exception {
    Path pid = folder.resolve("pid");
    fake(
        "case \"$*\" in *rgb24*) echo $$ >'"
            + pid
            + "'; exec sleep 3000 ;; *) exec \"$FFMPEG\" \"$@\" ;; esac");
    FutureTask<Boolean> reading =
        new FutureTask<>(
            () -> {
              assertThrows(InterruptedIOException.class, () -> episodes(TOP));
              return Thread.currentThread().isInterrupted();
            });
    Thread thread = new Thread(reading);
    thread.start();
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.sleep(10);
    }
    thread.interrupt();
    assertTrue(reading.get(), "the thread knows of the interrupt");
    Optional<ProcessHandle> ffmpeg =
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (ffmpeg.isPresent()) { // else it has ended already
      ffmpeg.get().onExit().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aCodecThatFfmpegLacksIsNamed() throws Exception {
    fake(
        "case \"$*\" in *rgb24*) echo '[av1 @ 0x1] No AV1 here.' >&2; exit 0 ;;"
            + " *) exec \"$FFMPEG\" \"$@\" ;; esac");
    assertMessage(
        video(TOP)
            + ": ffmpeg decodes none of its 26 frames (codec av1: No AV1 here.); install an ffmpeg that decodes it");
  }

  @Test
  void eachFrameThatIsMissingIsNoticed() throws Exception {
    fake(
        "case \"$*\" in *rgb24*) \"$FFMPEG\" \"$@\" | tail -c +9217 ;;"
            + " *) exec \"$FFMPEG\" \"$@\" ;; esac");
    assertMessage(
        video(TOP) + ": ffmpeg decodes 25 of its 26 frames (it says nothing of an error); copy");
  }

  @Test
  void anOldVersionIsAskedInItsOwnWords() throws Exception {
    fake(
        "case \"$*\" in -version) echo 'ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright' ;;"
            + " *-fps_mode*) exit 1 ;; *rgb24*-vsync*|*-vsync*rgb24*) head -c 239616 /dev/zero ;;"
            + " *) exec \"$FFMPEG\" \"$@\" ;; esac");
    assertArrayEquals(new byte[9216], episodes(TOP).get(0).video().get(0).rgb());
  }

  @Test
  void missingAndEmptyFilesAreNamed() throws Exception {
    Files.write(video(TOP), new byte[0]);
    assertMessage(video(TOP) + ": ffmpeg finds no frames in it (");
    Files.delete(video(TOP));
    assertMessage(video(TOP) + " is missing; copy or download all of the set");
    Files.createDirectory(video(TOP));
    assertMessage(video(TOP) + " is missing; copy or download all of the set");
  }

  @Test
  void aFileThatNamesOthersIsNoVideo() throws Exception {
    Path other = Files.move(video(TOP), folder.resolve("other.mp4"));
    Files.writeString(video(TOP), "ffconcat version 1.0\nfile '" + other + "'\n");
    assertMessage(video(TOP) + ": ffmpeg finds no frames in it (moov atom not found); copy");
    Files.writeString(video(TOP), "#EXTM3U\n#EXTINF:1,\nfile://" + other + "\n#EXT-X-ENDLIST\n");
    assertMessage(video(TOP) + ": ffmpeg finds no frames in it (moov atom not found); copy");
  }

  @Test
  void aTruncatedFileIsNoticed() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(video(TOP).toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    assertMessage(video(TOP) + " has no frame at ");
    assertMessage(" frames is at ");
    assertMessage(" s; copy or download it again, or write the set anew with lerobot");
  }

  @Test
  void aMomentWithoutAFrameIsRefused() throws Exception {
    write(List.of(row(0, 0, 0, 0.6)));
    assertMessage(
        video(TOP)
            + " has no frame at 0.9000 s, where episode 0 has one: the nearest of its 26 frames is"
            + " at 0.8333 s; copy");
    write(List.of(row(0, 0, 0, -0.1)));
    assertMessage(
        "no frame at -0.1000 s, where episode 0 has one: the nearest of its 26 frames is at 0.0000 s");
    write(List.of(row(0, 0, 0, Double.NaN)));
    assertMessage("no frame at NaN s");
    write(List.of(row(0, 0, 0, 0.0002))); // more than LeRobot's tolerance
    assertMessage(
        "no frame at 0.0002 s, where episode 0 has one: the nearest of its 26 frames is at 0.0000 s");
    write(List.of(row(0, 0, 0, 0.00005)));
    assertShows(golden().get(TOP).get(0), episodes(TOP).get(0));
  }

  @Test
  void picturesOfAnotherSizeAreRefused() throws Exception {
    Files.copy(video(SIDE), video(TOP), StandardCopyOption.REPLACE_EXISTING);
    assertMessage(
        video(TOP)
            + " has pictures of 48x64 pixels, but meta/info.json says 64x48 of "
            + TOP
            + "; write there what is true");
  }

  @Test
  void theShapeIsReadByItsNames() throws Exception {
    edit("meta/info.json", "(?s)48,\\s*64,\\s*3", "3, 48, 64");
    edit(
        "meta/info.json",
        "(?s)\"height\",\\s*\"width\",\\s*\"channels\"",
        "\"channels\", \"height\", \"width\"");
    assertEquals(3, episodes(TOP).size());
    edit("meta/info.json", "\"channels\", \"height\", \"width\"", "\"?\", \"?\", \"?\"");
    assertEquals(3, episodes(TOP).size());
    edit("meta/info.json", "3, 48, 64", "3, 0, 64");
    assertMessage(
        "info.json has pictures " + TOP + " of shape [3,0,64]; write the height and width");
  }

  @Test
  void tablesWithoutVideosAreRefused() throws Exception {
    LeRobot.EpisodeRow row =
        new LeRobot.EpisodeRow(
            0, List.of("?"), 12, 0, 0, 0, 0, 0, 0, "?", 0, 0, "SUCCESS", 1, List.of("?"));
    Parquet.write(set.resolve(LeRobot.EPISODES), LeRobot.EpisodeRow.class, List.of(row), Map.of());
    assertMessage("there is no column videos/" + TOP + "/chunk_index");
  }

  @Test
  void damageIsOneClearErrorOrGoesUnseen() throws Exception {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(set)) {
      files =
          tree.filter(Files::isRegularFile)
              .filter(
                  file -> !file.toString().contains("tasks") && !file.toString().contains("depth"))
              .sorted()
              .toList();
    }
    assertEquals(5, files.size());
    SplittableRandom random = new SplittableRandom(7);
    int errors = 0;
    for (int i = 0; i < MUTANTS; i++) {
      Path file = files.get(i % files.size());
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, LeRobotSetTest.mutant(whole, random));
      try {
        episodes(i % 2 == 0 ? TOP : SIDE)
            .forEach(it -> assertEquals(8, List.copyOf(it.video()).size()));
      } catch (IOException e) {
        errors++;
        assertTrue(e.getMessage().startsWith(set.toString()), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().length() < 700, e.getMessage());
      } catch (IllegalArgumentException e) { // the camera has another name now
        assertTrue(e.getMessage().contains("there is no picture "), e.toString());
      }
      Files.write(file, whole);
    }
    assertTrue(errors > MUTANTS / 5, errors + " errors");
    assertEquals(3, episodes(TOP).size());
  }

  /** Replaces a text, or else what a pattern finds. */
  private void edit(String name, String old, String now) throws IOException {
    Path file = set.resolve(name);
    String text = Files.readString(file);
    String edited = text.replace(old, now);
    if (edited.equals(text)) {
      edited = text.replaceFirst(old, now);
    }
    assertFalse(edited.equals(text), text);
    Files.writeString(file, edited);
  }

  private void assertMessage(String part) {
    String message = assertThrows(IOException.class, () -> episodes(TOP)).getMessage();
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count(), message);
  }
}
