package mirrorlab.episode;

/** The part of the world in which tasks take place: RLBench's frame and bounds, in metres. */
public final class Workspace {
  private Workspace() {}

  /** Height of the table's top. */
  public static final double TABLE_HEIGHT = 0.752;

  /** Lower corner of the scene bounds (x, y, z). */
  public static final double[] LOW = {-0.3, -0.5, 0.6};

  /** Upper corner of the scene bounds (x, y, z). */
  public static final double[] HIGH = {0.7, 0.5, 1.6};

  /** Whether a pose is within the bounds. */
  public static boolean contains(Pose pose) {
    return LOW[0] <= pose.x()
        && pose.x() <= HIGH[0]
        && LOW[1] <= pose.y()
        && pose.y() <= HIGH[1]
        && LOW[2] <= pose.z()
        && pose.z() <= HIGH[2];
  }
}
