package mirrorlab.world.task;

/** What looks the same after a part of a turn: no hand need turn far for it. */
final class Symmetry {
  private Symmetry() {}

  /**
   * The parts of a turn that are in a yaw, in radians: without them it is at most half a part to
   * either side.
   *
   * @param parts in a full turn: 4 for a square
   */
  static double turns(double yaw, int parts) {
    double part = 2 * Math.PI / parts;
    return part * Math.rint(yaw / part);
  }
}
