package mirrorlab.execution;

import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;

/**
 * The box of the world that the virtual views show, in metres.
 *
 * @param low lower corner (x, y, z)
 * @param high upper corner (x, y, z)
 */
public record Crop(double[] low, double[] high) {

  /**
   * The table within the gripper's reach: x −0.2…0.6, y ±0.4, and from 1 cm under the table's top
   * to 0.6 m over it.
   */
  public static final Crop TABLE =
      new Crop(
          new double[] {-0.2, -0.4, Workspace.TABLE_HEIGHT - 0.01},
          new double[] {0.6, 0.4, Workspace.TABLE_HEIGHT + 0.6});

  /** RLBench's workspace: a cube of one metre. */
  public static final Crop WORKSPACE = new Crop(Workspace.LOW, Workspace.HIGH);

  /** Checks that the box is not empty. */
  public Crop {
    for (int axis = 0; axis < 3; axis++) {
      if (!(low[axis] < high[axis])) {
        throw new IllegalArgumentException(
            "crop: low " + low[axis] + " must be under high " + high[axis] + " on axis " + axis);
      }
    }
  }

  /**
   * A cube of the given side, in metres, a quarter of which lies above the point (x, y, z). A
   * gripper that waits over an object has to see it in order to turn correctly.
   */
  static Crop below(double[] place, double side) {
    double[] low = {place[0] - side / 2, place[1] - side / 2, place[2] - side * 3 / 4};
    return new Crop(low, new double[] {low[0] + side, low[1] + side, low[2] + side});
  }

  /** Size along an axis (0 x, 1 y, 2 z), in metres. */
  public double size(int axis) {
    return high[axis] - low[axis];
  }

  /** Centre of the box on an axis, in metres. */
  public double centre(int axis) {
    return (low[axis] + high[axis]) / 2;
  }

  /** Whether the pose lies in the box and at least {@code margin} metres from its faces. */
  public boolean contains(Pose pose, double margin) {
    double[] p = {pose.x(), pose.y(), pose.z()};
    for (int axis = 0; axis < 3; axis++) {
      if (p[axis] < low[axis] + margin || p[axis] > high[axis] - margin) {
        return false;
      }
    }
    return true;
  }
}
