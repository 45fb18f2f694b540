package mirrorlab.physics;

/**
 * A rigid piece of geometry on a body.
 *
 * @param id index in the model
 * @param name empty if it has none
 * @param shape the kind of shape
 * @param size 3 numbers in metres, whose meaning depends on the shape; must not be modified
 * @param body id of the body that carries it
 * @param mesh id of its mesh, −1 for other shapes
 * @param group 0 to 5; by convention 3 and above are not drawn
 */
public record Geom(int id, String name, Shape shape, double[] size, int body, int mesh, int group) {
  /** Whether the geom's group is drawn in pictures. */
  public boolean shown() {
    return group < 3;
  }
}
