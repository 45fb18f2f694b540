package mirrorlab.world.task;

/** Rotational symmetry of objects, which saves the hand from turning far. */
final class Symmetry {
  private Symmetry() {}

  /**
   * A yaw rounded to a multiple of the symmetry angle, in radians; the remainder is at most half
   * the angle to either side.
   *
   * @param parts order of the symmetry: 4 for a square
   */
  static double turns(double yaw, int parts) {
    double part = 2 * Math.PI / parts;
    return part * Math.rint(yaw / part);
  }
}
