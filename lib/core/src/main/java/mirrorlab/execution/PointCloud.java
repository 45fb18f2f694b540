package mirrorlab.execution;

import java.util.Arrays;
import java.util.List;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Projection;
import mirrorlab.episode.View;
import mirrorlab.episode.Workspace;

/** N coloured points that the cameras see, without those far from the table. */
public final class PointCloud {
  /** Lower limit of kept points, in metres under the table's top, which itself may be marked. */
  private static final double DEEPEST = 0.01;

  /** Upper limit of kept points, in metres over the table: only the robot's arm is higher. */
  private static final double HIGHEST = 0.5;

  /** Margin of kept points around the workspace, in metres: augmentation may move them in. */
  private static final double MARGIN = 0.15;

  private final float[] xyz;
  private final byte[] rgb;

  /**
   * A cloud of the given points.
   *
   * @param xyz N×3 metres in the world
   * @param rgb N×3 colours of one byte each
   */
  PointCloud(float[] xyz, byte[] rgb) {
    this.xyz = xyz;
    this.rgb = rgb;
  }

  /** The pixels of all views, unprojected by their depth. */
  public static PointCloud of(Observation observation) {
    List<View> views = List.copyOf(observation.views()); // a packed view is unpacked once
    int pixels = views.stream().mapToInt(view -> view.depth().length).sum();
    float[] xyz = new float[3 * pixels];
    byte[] rgb = new byte[3 * pixels];
    int n = 0;
    for (View view : views) {
      n = add(view, xyz, rgb, n);
    }
    return new PointCloud(Arrays.copyOf(xyz, 3 * n), Arrays.copyOf(rgb, 3 * n));
  }

  private static int add(View view, float[] xyz, byte[] rgb, int n) {
    Projection camera = view.projection();
    byte[] colours = view.image().rgb();
    for (int i = 0; i < view.depth().length; i++) {
      int millimetres = view.depth()[i];
      if (millimetres == 0) {
        continue;
      }
      double[] p =
          camera.unproject(
              i % camera.width() + 0.5, i / camera.width() + 0.5, millimetres / 1000.0);
      if (kept(p)) {
        for (int k = 0; k < 3; k++) {
          xyz[3 * n + k] = (float) p[k];
          rgb[3 * n + k] = colours[3 * i + k];
        }
        n++;
      }
    }
    return n;
  }

  private static boolean kept(double[] p) {
    return p[2] >= Workspace.TABLE_HEIGHT - DEEPEST
        && p[2] < Workspace.TABLE_HEIGHT + HIGHEST
        && p[0] > Workspace.LOW[0] - MARGIN
        && p[0] < Workspace.HIGH[0] + MARGIN
        && p[1] > Workspace.LOW[1] - MARGIN
        && p[1] < Workspace.HIGH[1] + MARGIN;
  }

  /** N, the number of points. */
  public int size() {
    return xyz.length / 3;
  }

  /** Coordinate of a point on an axis (0 x, 1 y, 2 z) in metres. */
  float at(int point, int axis) {
    return xyz[3 * point + axis];
  }

  /** Red, green or blue (0, 1, 2) of a point, 0 to 255. */
  int colour(int point, int channel) {
    return rgb[3 * point + channel] & 255;
  }
}
