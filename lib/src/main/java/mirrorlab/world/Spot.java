package mirrorlab.world;

/**
 * A place on the table.
 *
 * @param x metres
 * @param y metres
 * @param yaw radians about the vertical
 */
public record Spot(double x, double y, double yaw) {

  /** The attributes that put a body here, as MJCF writes them, {@code height} metres up. */
  public String at(double height) {
    return "pos=\"%s %s %s\" euler=\"0 0 %s\""
        .formatted(x, y, Workspace.TABLE_HEIGHT + height, yaw);
  }
}
