package mirrorlab.world;

import java.nio.DoubleBuffer;
import java.util.Locale;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;

/** Moves the robot to a keyframe's pose, then its fingers. */
final class Controller {
  /** Control steps per second; the simulator takes 5 steps in each. */
  static final int RATE = 100;

  // Seconds by which a position motor trails a moving target: its kv over its kp.
  private static final double LAG = 0.1;
  private static final double SPEED = 0.8; // radians per second, mean over a motion
  private static final double SHORTEST_MOTION = 0.6; // seconds
  private static final int SETTLE = 10; // control steps
  private static final int FINGERS = 35; // control steps
  private static final double PLACE_TOLERANCE = 0.05; // metres
  private static final double TURN_TOLERANCE = 0.35; // radians
  private static final double FINGER_OPEN = 0.04; // metres a finger
  // Past closed, so that the motor grips any object between the fingers with at least 20 N.
  private static final double FINGER_SQUEEZE = -0.02;

  private final State state;
  private final Kinematics kinematics;
  private final Planner planner;
  private final Runnable afterControl;
  private final int substeps;
  private boolean open = true;

  /**
   * @param afterControl called after each control step, with up-to-date poses
   */
  Controller(State state, Kinematics kinematics, Runnable afterControl) {
    this.state = state;
    this.kinematics = kinematics;
    this.afterControl = afterControl;
    planner = new Planner(kinematics);
    Model model = state.model();
    substeps = (int) Math.round(1 / (RATE * model.timestep()));
    for (int i = 0; i < Kinematics.JOINTS; i++) {
      state.qpos().put(i, Kinematics.HOME[i]);
    }
    for (int finger = 0; finger < 2; finger++) {
      state.qpos().put(Kinematics.JOINTS + finger, FINGER_OPEN);
    }
    command(Kinematics.HOME);
    state.ctrl().put(Kinematics.JOINTS, FINGER_OPEN);
  }

  /** Whether the last gripper command was to open. */
  boolean open() {
    return open;
  }

  /** Whether inverse kinematics finds joint angles for the pose. */
  boolean reaches(Pose pose) {
    return planner.reaches(pose);
  }

  /** Executes a keyframe; see {@link World#execute}. */
  void execute(Keyframe keyframe) {
    kinematics.look(state);
    follow(planner.plan(commanded(), keyframe.pose(), keyframe.ignoreCollisions()));
    hold(SETTLE);
    checkArrival(keyframe.pose());
    if (open != keyframe.gripperOpen()) {
      open = keyframe.gripperOpen();
      state.ctrl().put(Kinematics.JOINTS, open ? FINGER_OPEN : FINGER_SQUEEZE);
      hold(FINGERS);
    }
  }

  /** Lets time pass. */
  void hold(int controlSteps) {
    for (int i = 0; i < controlSteps; i++) {
      state.step(substeps);
      state.kinematics();
      afterControl.run();
    }
  }

  private void follow(Path path) {
    int n = (int) Math.ceil(RATE * Math.max(SHORTEST_MOTION, path.length() / SPEED));
    double[] before = path.at(0);
    for (int i = 1; i <= n; i++) {
      double t = (double) i / n;
      double[] now = path.at(t * t * (3 - 2 * t));
      double[] ahead = now.clone();
      for (int j = 0; j < ahead.length; j++) {
        ahead[j] += LAG * RATE * (now[j] - before[j]);
      }
      command(ahead);
      hold(1);
      before = now;
    }
    command(before);
  }

  private void checkArrival(Pose wanted) {
    Pose now = kinematics.gripper(state);
    double[] turn = now.turnTo(wanted);
    double angle = Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]);
    if (now.distance(wanted) > PLACE_TOLERANCE || angle > TURN_TOLERANCE) {
      throw new UnreachableException(
          String.format(
              Locale.ROOT,
              "something stopped the gripper %s m and %s rad from %s",
              now.distance(wanted),
              angle,
              wanted));
    }
  }

  private void command(double[] joints) {
    for (int i = 0; i < Kinematics.JOINTS; i++) {
      state.ctrl().put(i, joints[i]);
    }
  }

  private double[] commanded() {
    double[] joints = new double[Kinematics.JOINTS];
    DoubleBuffer ctrl = state.ctrl();
    for (int i = 0; i < joints.length; i++) {
      joints[i] = ctrl.get(i);
    }
    return joints;
  }
}
