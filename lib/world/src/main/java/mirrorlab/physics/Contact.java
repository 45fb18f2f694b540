package mirrorlab.physics;

import com.sun.jna.Pointer;

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
  private static final int BYTES = Layout.of("mjContact");
  private static final int GEOM = Layout.of("contact.geom");
  private static final int DISTANCE = Layout.of("contact.dist");
  private static final int POSITION = Layout.of("contact.pos");
  private static final int NORMAL = Layout.of("contact.frame");

  /** Reads element {@code index} of the {@code mjContact} array at an address. */
  static Contact read(long array, int index) {
    Pointer contact = new Pointer(array + (long) index * BYTES);
    return new Contact(
        contact.getInt(GEOM),
        contact.getInt(GEOM + 4),
        contact.getDouble(DISTANCE),
        contact.getDoubleArray(POSITION, 3),
        contact.getDoubleArray(NORMAL, 3));
  }

  /** Whether these two geoms touch, in either order. */
  public boolean between(int a, int b) {
    return geom1 == a && geom2 == b || geom1 == b && geom2 == a;
  }
}
