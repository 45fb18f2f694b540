package mirrorlab.episode;

/**
 * A pinhole camera: its pose and its mapping from the world to pixels.
 *
 * <pre>
 *   camera axes: x right, y up, looking along −z (MuJoCo's and OpenGL's convention)
 *   column = W/2 + f·X/Z      row = H/2 − f·Y/Z      Z = depth in metres along the viewing axis
 * </pre>
 *
 * Pixel (row i, column j) covers [i, i+1) × [j, j+1); its centre is at +0.5.
 *
 * @param width W pixels
 * @param height H pixels
 * @param focal f, in pixels; pixels are square
 * @param position of the camera in the world, 3 metres
 * @param rotation camera to world, 9 numbers by rows; its columns are the camera's axes
 */
public record Projection(
    int width, int height, double focal, double[] position, double[] rotation) {

  /** A projection with the given vertical field of view in degrees. */
  public static Projection of(
      int width, int height, double fovy, double[] position, double[] rotation) {
    double focal = height / 2.0 / StrictMath.tan(Math.toRadians(fovy) / 2);
    return new Projection(width, height, focal, position, rotation);
  }

  /** World point (3 metres) → {column, row, depth in metres}. */
  public double[] project(double[] world) {
    double[] camera = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      for (int k = 0; k < 3; k++) {
        camera[axis] += rotation[3 * k + axis] * (world[k] - position[k]);
      }
    }
    double depth = -camera[2];
    return new double[] {
      width / 2.0 + focal * camera[0] / depth, height / 2.0 - focal * camera[1] / depth, depth
    };
  }

  /** Column, row and depth in metres → world point (3 metres); the inverse of {@link #project}. */
  public double[] unproject(double column, double row, double depth) {
    double x = (column - width / 2.0) * depth / focal;
    double y = -(row - height / 2.0) * depth / focal;
    double[] world = new double[3];
    for (int k = 0; k < 3; k++) {
      world[k] =
          position[k] + rotation[3 * k] * x + rotation[3 * k + 1] * y - rotation[3 * k + 2] * depth;
    }
    return world;
  }
}
