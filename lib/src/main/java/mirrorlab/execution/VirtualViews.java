package mirrorlab.execution;

import java.util.Arrays;

/**
 * Draws a point cloud from three sides without perspective (a z-buffered splat), as ARP and RVT-2
 * do.
 *
 * <pre>
 *   channel  0–2  x, y, z in the crop, −1…1          0 where nothing is seen
 *            3–5  red, green, blue, −1…1             0 where nothing is seen
 *            6    nearness to the viewer, 0…1       −1 where nothing is seen
 *            7    which view: −1 top, 0 front, 1 left
 *            8–9  column, row, −1…1
 * </pre>
 *
 * @param crop the part of the world that is drawn
 * @param size H = W pixels
 */
public record VirtualViews(Crop crop, int size) {
  /** Channels of a view. */
  public static final int CHANNELS = 10;

  private static final ViewPoint[] SIDES = ViewPoint.values();

  /** Numbers in the three views of one cloud: 3×10×H×W. */
  public int length() {
    return SIDES.length * CHANNELS * size * size;
  }

  /** The three views, 3×10×H×W numbers. */
  public float[] render(PointCloud cloud) {
    float[] out = new float[length()];
    render(cloud, SceneMotion.NONE, out, 0);
    return out;
  }

  /** Draws the moved cloud into {@code out} from {@code offset}, 3×10×H×W numbers. */
  void render(PointCloud cloud, SceneMotion motion, float[] out, int offset) {
    int pixels = size * size;
    clear(out, offset);
    float[] nearest = new float[SIDES.length * pixels];
    Arrays.fill(nearest, -1);
    float[] place = new float[3];
    for (int i = 0; i < cloud.size(); i++) {
      double x = cloud.at(i, 0);
      double y = cloud.at(i, 1);
      if (!place(
          motion.cos() * x - motion.sin() * y + motion.tx(),
          motion.sin() * x + motion.cos() * y + motion.ty(),
          cloud.at(i, 2) + motion.tz(),
          place)) {
        continue;
      }
      for (int v = 0; v < SIDES.length; v++) {
        ViewPoint side = SIDES[v];
        int pixel =
            Math.min(size - 1, (int) side.row(place, size)) * size
                + Math.min(size - 1, (int) side.column(place, size));
        float nearness = place[side.depthAxis] / size;
        if (nearness > nearest[v * pixels + pixel]) {
          nearest[v * pixels + pixel] = nearness;
          int at = offset + v * CHANNELS * pixels + pixel;
          for (int k = 0; k < 3; k++) {
            out[at + k * pixels] = 2 * place[k] / size - 1;
            out[at + (3 + k) * pixels] = cloud.colour(i, k) / 127.5f - 1;
          }
          out[at + 6 * pixels] = nearness;
        }
      }
    }
  }

  /** World → the crop's units, each axis from 0 to H; false if outside. */
  private boolean place(double x, double y, double z, float[] place) {
    place[0] = (float) ((x - crop.low()[0]) / crop.size(0) * size);
    place[1] = (float) ((y - crop.low()[1]) / crop.size(1) * size);
    place[2] = (float) ((z - crop.low()[2]) / crop.size(2) * size);
    for (float p : place) {
      if (!(p >= 0 && p < size)) {
        return false;
      }
    }
    return true;
  }

  private void clear(float[] out, int offset) {
    int pixels = size * size;
    for (int v = 0; v < SIDES.length; v++) {
      int at = offset + v * CHANNELS * pixels;
      Arrays.fill(out, at, at + 6 * pixels, 0);
      Arrays.fill(out, at + 6 * pixels, at + 7 * pixels, -1);
      Arrays.fill(out, at + 7 * pixels, at + 8 * pixels, v - 1);
      for (int i = 0; i < pixels; i++) {
        out[at + 8 * pixels + i] = (2 * (i % size) + 1f) / size - 1;
        out[at + 9 * pixels + i] = (2 * (i / size) + 1f) / size - 1;
      }
    }
  }

  /**
   * Where the three views show a place (x, y, z in metres): column and row of each in pixels, 3×2
   * numbers.
   *
   * @throws IllegalArgumentException if it lies outside the crop
   */
  float[] project(double... world) {
    float[] place = new float[3];
    if (!place(world[0], world[1], world[2], place)) {
      throw new IllegalArgumentException(
          "the place "
              + Arrays.toString(world)
              + " lies outside the crop that the views show: widen the crop");
    }
    float[] out = new float[2 * SIDES.length];
    for (int v = 0; v < SIDES.length; v++) {
      out[2 * v] = SIDES[v].column(place, size);
      out[2 * v + 1] = SIDES[v].row(place, size);
    }
    return out;
  }

  /** Crop's units (each axis from 0 to H) → metres in the world; the inverse of placing. */
  double[] world(double[] place) {
    double[] out = new double[3];
    for (int axis = 0; axis < 3; axis++) {
      out[axis] = crop.low()[axis] + place[axis] / size * crop.size(axis);
    }
    return out;
  }
}
