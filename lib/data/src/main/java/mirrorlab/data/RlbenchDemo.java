package mirrorlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;
import mirrorlab.files.Sanitized;
import mirrorlab.pickle.NumpyArray;
import mirrorlab.pickle.Pickle;
import mirrorlab.pickle.Pickle.Allowed;
import mirrorlab.pickle.Pickle.Instance;
import mirrorlab.pickle.Pickle.None;

/**
 * The numerical data of an RLBench demonstration: everything but its pictures.
 *
 * @param frames one for each control step
 */
record RlbenchDemo(List<Frame> frames) {
  static final String FILE = "low_dim_obs.pkl";
  static final double SECONDS_A_FRAME = 0.05;

  private static final double STILL = 0.1; // rad/s, of each joint
  private static final int AFTER_STOP = 4; // frames in which no further stop is detected
  private static final double FINGER = 0.04; // metres, its travel
  private static final Allowed ALLOWED =
      Allowed.plain().object("rlbench.demo.Demo", "rlbench.backend.observation.Observation");

  /** Makes the list immutable. */
  RlbenchDemo {
    frames = List.copyOf(frames);
  }

  /**
   * One control step.
   *
   * @param still whether no joint moves
   * @param proprioception {@code gripperOpen} is the actual state, not the command
   * @param ignoreCollisions whether the current path was planned without collision checks
   * @param misc the calibration of each camera
   */
  record Frame(
      boolean still, Proprioception proprioception, boolean ignoreCollisions, Attributes misc) {}

  /** Named values, and their source. */
  record Attributes(String where, Map<Object, Object> values) {
    double number(String name) throws IOException {
      return numbers(name, 1)[0];
    }

    /** The value as a boolean: a number is true above one half. */
    boolean flag(String name) throws IOException {
      Object value = value(name);
      if (value instanceof NumpyArray array && array.size() == 1 && isOfTruthValues(array)) {
        return array.doubles()[0] != 0;
      }
      return value instanceof Boolean truth ? truth : number(name) > 0.5;
    }

    /** An array of {@code count} finite numbers. */
    double[] numbers(String name, int count) throws IOException {
      Object value = value(name);
      double[] numbers =
          value instanceof Number number
              ? new double[] {number.doubleValue()}
              : value instanceof NumpyArray array && !isOfTruthValues(array)
                  ? array.doubles()
                  : new double[0];
      if (numbers.length != count) {
        throw wrong(name, count, brief(value));
      }
      for (int i = 0; i < count; i++) {
        if (!Double.isFinite(numbers[i])) {
          throw wrong(name, count, String.format(Locale.ROOT, "%s at index %d", numbers[i], i));
        }
      }
      return numbers;
    }

    private Object value(String name) {
      return values.getOrDefault(name, None.NONE);
    }

    private IOException wrong(String name, int count, String found) {
      return new IOException(
          String.format(
              Locale.ROOT,
              "%s: %s should be %s, not %s; record it with ObservationConfig.set_all(True)",
              where,
              name,
              count == 1 ? "a finite number" : count + " finite numbers",
              found));
    }

    private static boolean isOfTruthValues(NumpyArray array) {
      return array.type().kind() == 'b';
    }

    private static String brief(Object value) {
      if (value instanceof NumpyArray array) {
        return String.format(
            Locale.ROOT,
            "an array of %s of shape %s",
            isOfTruthValues(array) ? "truth values" : "numbers",
            array.shape());
      }
      if (value instanceof None) {
        return "None, or missing";
      }
      if (value instanceof List<?> list) {
        return "a list of " + list.size();
      }
      return value instanceof String || value instanceof Number || value instanceof Boolean
          ? Sanitized.of(
              String.format(Locale.ROOT, "%s '%s'", value.getClass().getSimpleName(), value))
          : "a " + value.getClass().getSimpleName();
    }
  }

  /**
   * Reads {@value #FILE}.
   *
   * @throws IOException if it is missing, damaged, or not a demonstration
   */
  static RlbenchDemo read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " is missing; copy or download all of its folder");
    }
    if (!(Pickle.read(file, ALLOWED) instanceof Instance demo
        && demo.attributes().get("_observations") instanceof List<?> observations
        && observations.size() > 1)) {
      throw new IOException(file + " is not a demonstration of RLBench with two frames or more");
    }
    List<Frame> frames = new ArrayList<>();
    for (Object observation : observations) {
      String where = file + ", frame " + frames.size();
      if (!(observation instanceof Instance instance)) {
        throw new IOException(where + " is not an observation of RLBench");
      }
      frames.add(frame(where, instance));
    }
    return new RlbenchDemo(frames);
  }

  @SuppressWarnings("unchecked") // Pickle creates only such maps
  private static Frame frame(String where, Instance observation) throws IOException {
    Attributes attributes = new Attributes(where, observation.attributes());
    Object misc = observation.attributes().get("misc");
    if (!(misc instanceof Map)) {
      throw new IOException(
          where + " has no misc, the cameras' calibration; collect it with a newer RLBench");
    }
    double[] fingers = attributes.numbers("gripper_joint_positions", 2);
    return new Frame(
        Arrays.stream(attributes.numbers("joint_velocities", 7))
            .allMatch(velocity -> Math.abs(velocity) <= STILL),
        new Proprioception(
            pose(where, attributes.numbers("gripper_pose", 7)),
            attributes.flag("gripper_open"),
            Math.max(0, Math.min(FINGER, fingers[0])), // as PerAct clips them
            Math.max(0, Math.min(FINGER, fingers[1]))),
        // Only PerAct's fork stores it, not RLBench itself.
        observation.attributes().getOrDefault("ignore_collisions", None.NONE) != None.NONE
            && attributes.flag("ignore_collisions"),
        new Attributes(where, (Map<Object, Object>) misc));
  }

  /** The pose of x, y, z and a quaternion x, y, z, w, whose sign is chosen so that w ≥ 0. */
  private static Pose pose(String where, double[] p) throws IOException {
    double sign = p[6] < 0 ? -1 : 1;
    try {
      return new Pose(p[0], p[1], p[2], sign * p[3], sign * p[4], sign * p[5], sign * p[6]);
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": gripper_pose: " + e.getMessage() + "; download it again", e);
    }
  }

  /** The indices of the keyframes, in order; the last frame is always one. */
  List<Integer> keyframes() {
    boolean[] open = new boolean[frames.size()];
    boolean[] still = new boolean[frames.size()];
    for (int i = 0; i < open.length; i++) {
      open[i] = frames.get(i).proprioception().gripperOpen();
      still[i] = frames.get(i).still();
    }
    return keyframes(open, still);
  }

  /**
   * PerAct's heuristic: the frames at which the gripper has just opened or closed, at which the arm
   * stops, and the last.
   */
  static List<Integer> keyframes(boolean[] open, boolean[] still) {
    int last = open.length - 1;
    List<Integer> keyframes = new ArrayList<>();
    int sinceStop = AFTER_STOP;
    for (int i = 0; i <= last; i++) {
      boolean stops = still[i] && sinceStop >= AFTER_STOP && gripperRests(open, i);
      sinceStop = stops ? 0 : sinceStop + 1;
      if (i > 0 && (stops || i == last || open[i] != open[i - 1])) {
        keyframes.add(i);
      }
    }
    int count = keyframes.size();
    if (count > 1 && keyframes.get(count - 2) == last - 1) {
      keyframes.remove(count - 2);
    }
    return keyframes;
  }

  /**
   * Whether the gripper state is constant from two frames before to one frame after. Before the
   * first frame the index wraps to the last frames, as in PerAct (Python's index −1), to find the
   * same keyframes.
   */
  private static boolean gripperRests(boolean[] open, int i) {
    int n = open.length;
    return i < n - 2
        && open[i] == open[i + 1]
        && open[i] == open[Math.floorMod(i - 1, n)]
        && open[i] == open[Math.floorMod(i - 2, n)];
  }
}
