package mirrorlab.execution;

import java.util.Arrays;
import mirrorlab.episode.Image;
import mirrorlab.episode.Pose;

/**
 * Renders a point cloud orthographically from three sides (z-buffered splatting), as ARP and RVT-2
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
 * <p>The top view extends below the crop: points under it are drawn as well (z down to −3, nearness
 * 0). So a gripper that waits high above an object sees the object's orientation.
 *
 * @param crop the part of the world that is drawn
 * @param size H = W pixels
 */
public record VirtualViews(Crop crop, int size) {
  /** Channels of a view. */
  public static final int CHANNELS = 10;

  /** Half the size of a point, in metres: about the distance of a camera's pixels on the table. */
  private static final double POINT = 0.006;

  /** The lowest encoded z, in half crop sizes. */
  private static final float DEEPEST = -3;

  private static final byte EMPTY = 60;

  private static final int RADII = 20;
  private static final double RING = 0.005; // metres

  /** 4R, the numbers per direction of {@link #rings}. */
  static final int RING_CHANNELS = 4 * RADII;

  private static final ViewPoint[] SIDES = ViewPoint.values();

  /** Numbers in the three views of one cloud: 3×10×H×W. */
  public int length() {
    return SIDES.length * CHANNELS * size * size;
  }

  /** The three views, 3×10×H×W numbers. */
  public float[] render(PointCloud cloud) {
    float[] out = new float[length()];
    render(cloud, Se3Augmentation.NONE, out, 0);
    return out;
  }

  /**
   * The colours of one view, grey where nothing is seen.
   *
   * @param views 3×10×H×W numbers, as {@link #render} gives them
   */
  public Image picture(float[] views, ViewPoint side) {
    int pixels = size * size;
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      int at = side.ordinal() * CHANNELS * pixels + i;
      boolean seen = views[at + 6 * pixels] >= 0;
      for (int k = 0; k < 3; k++) {
        rgb[3 * i + k] =
            seen ? (byte) Math.round((views[at + (3 + k) * pixels] + 1) * 127.5f) : EMPTY;
      }
    }
    return new Image(size, size, rgb);
  }

  /** Draws the moved cloud into {@code out} from {@code offset}, 3×10×H×W numbers. */
  void render(PointCloud cloud, Se3Augmentation motion, float[] out, int offset) {
    int pixels = size * size;
    clear(out, offset);
    float[] nearest = new float[SIDES.length * pixels];
    Arrays.fill(nearest, Float.NEGATIVE_INFINITY);
    float[] place = new float[3];
    for (int i = 0; i < cloud.size(); i++) {
      double x = cloud.at(i, 0);
      double y = cloud.at(i, 1);
      boolean inside =
          place(
              motion.cos() * x - motion.sin() * y + motion.tx(),
              motion.sin() * x + motion.cos() * y + motion.ty(),
              cloud.at(i, 2) + motion.tz(),
              place);
      for (ViewPoint side : SIDES) {
        if (inside || (side == ViewPoint.TOP && isUnder(place))) {
          int v = side.ordinal();
          int pixel =
              Math.min(size - 1, (int) side.row(place, size)) * size
                  + Math.min(size - 1, (int) side.column(place, size));
          float nearness = place[side.depthAxis] / size;
          if (nearness > nearest[v * pixels + pixel]) {
            nearest[v * pixels + pixel] = nearness;
            int at = offset + v * CHANNELS * pixels + pixel;
            for (int k = 0; k < 3; k++) {
              out[at + k * pixels] = Math.max(DEEPEST, 2 * place[k] / size - 1);
              out[at + (3 + k) * pixels] = cloud.colour(i, k) / 127.5f - 1;
            }
            out[at + 6 * pixels] = Math.max(0, nearness);
          }
        }
      }
    }
    fill(nearest, out, offset);
  }

  /** Fills an empty pixel with the nearest point within a point's size, if there is one. */
  private void fill(float[] nearest, float[] out, int offset) {
    int reach = (int) Math.round(POINT / crop.size(0) * size);
    int pixels = size * size;
    for (int i = 0; reach > 0 && i < nearest.length; i++) {
      if (nearest[i] == Float.NEGATIVE_INFINITY) {
        int from = nearestAround(nearest, i, reach);
        int at = offset + i / pixels * CHANNELS * pixels;
        for (int k = 0; from != i && k < 7; k++) {
          out[at + k * pixels + i % pixels] = out[at + k * pixels + from % pixels];
        }
      }
    }
  }

  private int nearestAround(float[] nearest, int pixel, int reach) {
    int row = pixel / size % size;
    int column = pixel % size;
    int best = pixel;
    for (int r = Math.max(-reach, -row); r <= Math.min(reach, size - 1 - row); r++) {
      for (int c = Math.max(-reach, -column); c <= Math.min(reach, size - 1 - column); c++) {
        int other = pixel + r * size + c;
        if (nearest[other] > nearest[best]) {
          best = other;
        }
      }
    }
    return best;
  }

  /**
   * Polar samples of the top view around a point: 4R×72 numbers, for each of R = 20 radii (5 mm, 10
   * mm …) and each direction (0°, 5° … from the world's x axis towards y). They are colours and
   * nearness; beyond the border nothing is seen.
   *
   * @param views 3×10×H×W numbers from {@code offset}
   * @param x metres in the world
   * @param y metres in the world
   * @param out gets the numbers from {@code at}
   */
  void rings(float[] views, int offset, double x, double y, float[] out, int at) {
    float[] place = new float[3];
    for (int r = 0; r < RADII; r++) {
      for (int a = 0; a < Rotation.BINS; a++) {
        double angle = 2 * Math.PI * a / Rotation.BINS;
        double radius = (r + 1) * RING;
        boolean inside =
            place(
                x + radius * Math.cos(angle), y + radius * Math.sin(angle), crop.centre(2), place);
        int column = (int) ViewPoint.TOP.column(place, size);
        int pixel =
            Math.min(size - 1, (int) ViewPoint.TOP.row(place, size)) * size
                + Math.min(size - 1, column);
        for (int k = 0; k < 4; k++) { // channels 3 to 6
          out[at + ((k * RADII) + r) * Rotation.BINS + a] =
              inside ? views[offset + (3 + k) * size * size + pixel] : k == 3 ? -1 : 0;
        }
      }
    }
  }

  /** Whether a point in the crop's units lies under the crop. */
  private boolean isUnder(float[] place) {
    return place[2] < 0 && isWithin(place[0]) && isWithin(place[1]);
  }

  private boolean isWithin(float coordinate) {
    return coordinate >= 0 && coordinate < size;
  }

  /** World → the crop's units, each axis from 0 to H; false if outside. */
  private boolean place(double x, double y, double z, float[] place) {
    place[0] = (float) ((x - crop.low()[0]) / crop.size(0) * size);
    place[1] = (float) ((y - crop.low()[1]) / crop.size(1) * size);
    place[2] = (float) ((z - crop.low()[2]) / crop.size(2) * size);
    return isWithin(place[0]) && isWithin(place[1]) && isWithin(place[2]);
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
   * A pose's position in the three views: column and row in pixels for each, 3×2 numbers.
   *
   * @throws IllegalArgumentException if the pose lies outside the crop
   */
  public float[] project(Pose pose) {
    float[] place = new float[3];
    if (!place(pose.x(), pose.y(), pose.z(), place)) {
      throw new IllegalArgumentException(
          "the place of " + pose + " lies outside the crop that the views show: widen the crop");
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
