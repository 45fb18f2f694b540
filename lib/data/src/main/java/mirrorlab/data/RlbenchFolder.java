package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Episode;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Step;
import mirrorlab.episode.View;
import mirrorlab.files.JsonFile;
import mirrorlab.files.Sha256;
import mirrorlab.pickle.Pickle;
import mirrorlab.world.World;

/**
 * Reads demonstrations in the folder layout of RLBench, PerAct and ARP.
 *
 * <pre>
 *   TASK/all_variations/episodes/episode0/     (or TASK/variation3/episodes/…)
 *     low_dim_obs.pkl  variation_number.pkl  variation_descriptions.pkl  kfs.json (ARP's only)
 *     front_rgb/0.png …  front_depth/0.png …   and left_shoulder_…, right_shoulder_…, wrist_…
 * </pre>
 *
 * ARP distributes the numerical data of all frames, but pictures of only the first frame and the
 * keyframes; {@code kfs.json} lists these. The video then uses, for each of its frames, the nearest
 * frame with a picture.
 *
 * <p>Values that RLBench lacks are set as follows. The seed is −1 − N for {@code episodeN}, since
 * no seed here reproduces the scene. The video is the front camera's, scaled to U's input size. A
 * frame counts as 0.05 s, RLBench's control step, although RLBench omits frames while the gripper
 * moves. Masks and the overhead camera are ignored.
 */
public final class RlbenchFolder {
  private static final Pattern TASK = Pattern.compile(".*");
  private static final Pattern VARIATION = Pattern.compile("variation([0-9]{1,6})");
  private static final Pattern VARIATIONS = Pattern.compile("all_variations|" + VARIATION);
  private static final Pattern EPISODE = Pattern.compile("episode([0-9]{1,9})");
  private static final String NUMBER = "variation_number.pkl";
  private static final String DESCRIPTIONS = "variation_descriptions.pkl";
  private static final String KEYFRAMES = "kfs.json";

  private RlbenchFolder() {}

  /**
   * The folders of the episodes, with tasks in alphabetical order; nothing in them is read yet.
   *
   * @param source the folder of the tasks, or of one task, variation or episode
   * @throws IOException if there are none
   */
  public static List<Path> episodes(Path source) throws IOException {
    Path folder = source.toAbsolutePath().normalize();
    List<Path> episodes = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is not a folder; name one that holds RLBench's tasks");
    }
    if (Files.exists(folder.resolve(RlbenchDemo.FILE))) {
      episodes.add(folder);
    } else if (!add(folder, episodes)) {
      for (Path task : folders(folder, TASK).stream().sorted().toList()) {
        add(task, episodes);
      }
    }
    if (episodes.isEmpty()) {
      throw new IOException(
          folder
              + " holds no episodes of RLBench; name the folder in which"
              + " TASK/all_variations/episodes/episode0 lies, often called train, val or test");
    }
    return List.copyOf(episodes);
  }

  /**
   * One episode: its K keyframes, from ARP's list or by PerAct's heuristic, and {@link
   * Demonstrations#FRAMES} frames.
   *
   * @param episode one of {@link #episodes}
   * @throws IOException if a file is missing, damaged or inconsistent with the others
   */
  public static Episode read(Path episode) throws IOException {
    Path folder = episode.toAbsolutePath().normalize();
    Matcher name = EPISODE.matcher(name(folder, 0));
    if (!name.matches() || !VARIATIONS.matcher(name(folder, 2)).matches()) {
      throw new IOException(
          folder + " does not tell its task; keep it at TASK/all_variations/episodes/episode0");
    }
    RlbenchDemo demo = RlbenchDemo.read(folder.resolve(RlbenchDemo.FILE));
    int frames = demo.frames().size();
    List<Integer> keyframes = keyframes(folder, demo);
    List<Integer> shown = RlbenchCamera.numbers(folder, Camera.FRONT);
    if (!hasKeyframesOnly(folder, shown, keyframes, frames)) {
      for (Camera camera : Camera.POLICY) {
        RlbenchCamera.checkCount(folder, camera, frames);
      }
      shown = IntStream.range(0, frames).boxed().toList();
    }
    List<Image> video = new ArrayList<>();
    for (int t = 0; t < Demonstrations.FRAMES; t++) {
      int frame = nearest(shown, t * (frames - 1) / (Demonstrations.FRAMES - 1));
      Image image = RlbenchCamera.image(folder, Camera.FRONT, frame);
      video.add(Scaled.to(World.VIEW_SIZE, World.VIEW_SIZE, image));
    }
    return new Episode(
        name(folder, 3),
        variation(folder),
        instructions(folder),
        -1 - Long.parseLong(name.group(1)),
        Outcome.SUCCESS, // RLBench stores only successes
        (frames - 1) * RlbenchDemo.SECONDS_A_FRAME,
        video,
        steps(folder, demo, keyframes));
  }

  /** The path of an episode's folder below the folder of all tasks. */
  static String name(Path episode) {
    Path folder = episode.toAbsolutePath().normalize();
    int names = folder.getNameCount();
    return folder.subpath(Math.max(0, names - 4), names).toString().replace('\\', '/');
  }

  /** The SHA-256 of an episode's numerical data and first pictures, which identifies it. */
  static String fingerprint(Path episode) throws IOException {
    Path variation = episode.resolve("../..").normalize();
    List<Path> files = new ArrayList<>();
    for (String name : List.of(RlbenchDemo.FILE, NUMBER, DESCRIPTIONS, KEYFRAMES)) {
      files.add(episode.resolve(name));
    }
    files.add(variation.resolve(DESCRIPTIONS));
    files.addAll(RlbenchCamera.files(episode, 0));
    StringBuilder sums = new StringBuilder();
    for (Path file : files) {
      sums.append(Files.isRegularFile(file) ? Sha256.of(file) : "missing").append('\n');
    }
    return Sha256.of(sums.toString());
  }

  /** The keyframes: ARP stores the list; otherwise it is computed from the numerical data. */
  private static List<Integer> keyframes(Path folder, RlbenchDemo demo) throws IOException {
    Path file = folder.resolve(KEYFRAMES);
    if (!Files.exists(file)) {
      return demo.keyframes();
    }
    List<Integer> keyframes =
        Arrays.stream(JsonFile.read(file, Integer[].class))
            .map(number -> Objects.requireNonNullElse(number, 0)) // rejected like a 0
            .toList();
    int before = 0;
    for (int keyframe : keyframes) {
      if (keyframe <= before || keyframe >= demo.frames().size()) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "%s lists keyframe %d after %d, but %s has frames 0 to %d; download it again",
                file,
                keyframe,
                before,
                RlbenchDemo.FILE,
                demo.frames().size() - 1));
      }
      before = keyframe;
    }
    if (keyframes.isEmpty()) {
      throw new IOException(file + " lists no keyframes; download it again, or delete it");
    }
    return keyframes;
  }

  /** Whether pictures are missing, but none of a keyframe, as in ARP's distribution. */
  private static boolean hasKeyframesOnly(
      Path folder, List<Integer> shown, List<Integer> keyframes, int frames) {
    boolean others = shown.stream().anyMatch(frame -> frame != 0 && !keyframes.contains(frame));
    boolean listed = Files.exists(folder.resolve(KEYFRAMES));
    return !shown.isEmpty()
        && shown.size() < frames
        && shown.stream().allMatch(frame -> frame < frames)
        && (listed || !others);
  }

  private static int nearest(List<Integer> shown, int frame) {
    return Collections.min(shown, Comparator.comparing(other -> Math.abs(other - frame)));
  }

  private static List<Step> steps(Path folder, RlbenchDemo demo, List<Integer> keyframes)
      throws IOException {
    List<Step> steps = new ArrayList<>();
    int now = 0;
    for (int next : keyframes) {
      RlbenchDemo.Frame seen = demo.frames().get(now);
      RlbenchDemo.Frame wanted = demo.frames().get(next);
      List<View> views = new ArrayList<>();
      for (Camera camera : Camera.POLICY) {
        views.add(RlbenchCamera.view(folder, camera, now, seen.misc()));
      }
      // As in PerAct: at the end of a path RLBench may already have set the next path's flag.
      boolean ignoreCollisions = demo.frames().get(next - 1).ignoreCollisions();
      boolean open = wanted.proprioception().gripperOpen();
      steps.add(
          new Step(
              new Observation(views, seen.proprioception()),
              new Keyframe(wanted.proprioception().gripper(), open, ignoreCollisions).inFloats(),
              now * RlbenchDemo.SECONDS_A_FRAME));
      now = next;
    }
    return steps;
  }

  /**
   * The variation: PerAct's fork stores it with the episode; RLBench has it only in the folder's
   * name.
   */
  private static int variation(Path episode) throws IOException {
    Path file = episode.resolve(NUMBER);
    Matcher name = VARIATION.matcher(name(episode, 2));
    if (!Files.exists(file) && name.matches()) {
      return Integer.parseInt(name.group(1));
    }
    Object value = read(file, episode);
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new IOException(file + " holds no variation's number, such as 0; download it again");
  }

  /** The instructions: PerAct's fork stores them with the episode, RLBench with the variation. */
  private static List<String> instructions(Path episode) throws IOException {
    Path variation = episode.getParent().getParent();
    Path file = episode.resolve(DESCRIPTIONS);
    if (!Files.exists(file) && Files.exists(variation.resolve(DESCRIPTIONS))) {
      file = variation.resolve(DESCRIPTIONS);
    }
    List<String> instructions = new ArrayList<>();
    if (read(file, episode) instanceof List<?> list) {
      list.forEach(text -> instructions.add(text instanceof String string ? string : ""));
    }
    if (instructions.isEmpty() || instructions.stream().anyMatch(String::isBlank)) {
      throw new IOException(file + " holds no list of instructions; download it again");
    }
    return instructions;
  }

  private static Object read(Path file, Path episode) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; copy or download all of " + episode);
    }
    return Pickle.read(file, Pickle.Allowed.plain());
  }

  /**
   * Adds the episodes of a task, a variation, or a folder {@code episodes}; returns false for any
   * other folder.
   */
  private static boolean add(Path folder, List<Path> episodes) throws IOException {
    int before = episodes.size();
    episodes.addAll(folders(folder, EPISODE));
    if (Files.isDirectory(folder.resolve("episodes"))) {
      add(folder.resolve("episodes"), episodes);
    }
    for (Path variation : folders(folder, VARIATIONS)) {
      episodes.addAll(folders(variation.resolve("episodes"), EPISODE));
    }
    return episodes.size() > before;
  }

  /** The subfolders whose names match, in the order of their numbers. */
  private static List<Path> folders(Path folder, Pattern name) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .filter(Files::isDirectory)
          .sorted(
              Comparator.comparing((Path file) -> file.getFileName().toString().length())
                  .thenComparing(Path::getFileName))
          .toList();
    }
  }

  /** The name of the folder {@code levels} levels up; empty if there is none. */
  private static String name(Path folder, int levels) {
    int index = folder.getNameCount() - 1 - levels;
    return index < 0 ? "" : folder.getName(index).toString();
  }
}
