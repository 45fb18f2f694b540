package mirrorlab.world;

/**
 * The light of every picture: a sun almost overhead, a weak lamp from the other side, and the sky.
 *
 * <p>Brightness stays between about ⅔ and 1, so that the dark side of a red block is still lighter
 * than a maroon one.
 */
final class Light {
  private Light() {}

  /** Unit vector towards the sun. */
  static final double[] SUN = unit(0.30, -0.38, 1);

  private static final double[] LAMP = unit(-0.7, 0.6, 0.4);

  /** Brightness of a surface with this unit normal in shadow. */
  static float ambient(double x, double y, double z) {
    return (float) (0.64 + 0.06 * z + 0.13 * Math.max(0, dot(LAMP, x, y, z)));
  }

  /** Brightness that the sun adds. */
  static float direct(double x, double y, double z) {
    return (float) (0.32 * Math.max(0, dot(SUN, x, y, z)));
  }

  private static double dot(double[] a, double x, double y, double z) {
    return a[0] * x + a[1] * y + a[2] * z;
  }

  private static double[] unit(double x, double y, double z) {
    double length = Math.sqrt(x * x + y * y + z * z);
    return new double[] {x / length, y / length, z / length};
  }
}
