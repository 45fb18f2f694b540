package mirrorlab.world;

/**
 * A part of the table on which objects are placed, in metres and radians.
 *
 * @param xLow nearest to the robot
 * @param xHigh farthest from the robot
 * @param yLow rightmost, as the robot sees it
 * @param yHigh leftmost
 * @param yaw objects are turned by at most this much to either side
 */
public record Region(double xLow, double xHigh, double yLow, double yHigh, double yaw) {

  /** The area that the gripper reaches down to the table level and that every camera sees. */
  public static final Region TABLE = new Region(0.06, 0.36, -0.25, 0.25, 0);

  /** The same part of the table, with objects turned by at most this much. */
  public Region turned(double most) {
    return new Region(xLow, xHigh, yLow, yHigh, most);
  }
}
