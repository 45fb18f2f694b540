package mirrorlab.world;

import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;

/**
 * A place on the table.
 *
 * @param x metres
 * @param y metres
 * @param yaw radians about the vertical
 */
public record Spot(double x, double y, double yaw) {

  /** The pose of an object here, {@code height} metres above the table. */
  public Pose pose(double height) {
    return new Pose(
        x,
        y,
        Workspace.TABLE_HEIGHT + height,
        0,
        0,
        StrictMath.sin(yaw / 2),
        StrictMath.cos(yaw / 2));
  }

  /**
   * The place offset by {@code dx} and {@code dy} metres along this one's own axes.
   *
   * @param turn radians added to the yaw
   */
  public Spot plus(double dx, double dy, double turn) {
    double c = StrictMath.cos(yaw);
    double s = StrictMath.sin(yaw);
    return new Spot(x + c * dx - s * dy, y + s * dx + c * dy, yaw + turn);
  }

  /** The MJCF attributes that put a body here, {@code height} metres up. */
  public String at(double height) {
    return String.format(
        Locale.ROOT,
        "pos=\"%s %s %s\" euler=\"0 0 %s\"",
        x,
        y,
        Workspace.TABLE_HEIGHT + height,
        yaw);
  }
}
