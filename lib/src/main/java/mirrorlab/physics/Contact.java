package mirrorlab.physics;

/**
 * Two geoms that touch.
 *
 * @param geom1 id of the first geom
 * @param geom2 id of the second geom
 * @param distance metres between them; negative where they press into each other
 * @param position midpoint in the world, 3 metres
 * @param normal unit vector from the first geom to the second
 */
public record Contact(int geom1, int geom2, double distance, double[] position, double[] normal) {
  /** Whether these two geoms touch, in either order. */
  public boolean between(int a, int b) {
    return geom1 == a && geom2 == b || geom1 == b && geom2 == a;
  }
}
