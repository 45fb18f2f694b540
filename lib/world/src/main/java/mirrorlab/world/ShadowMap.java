package mirrorlab.world;

import java.util.List;
import mirrorlab.episode.Workspace;

/**
 * The workspace as seen from the sun: for each spot, the geom nearest to the sun.
 *
 * <pre>
 *   plan coordinates of a world point p:  column = right·p + c   row = down·p + d   height = sun·p
 * </pre>
 */
final class ShadowMap {
  private static final int SIZE = 512;

  /** Half the side, in metres, of the square that the map covers; there is no shadow outside it. */
  private static final double REACH = 0.95;

  private static final double TEXELS_PER_METRE = SIZE / (2 * REACH);

  /** Half the width, in metres, of a shadow's soft edge. */
  private static final double SOFTNESS = 0.013;

  private static final float SPREAD = (float) (SOFTNESS * TEXELS_PER_METRE);

  /** Metres by which an occluder must be above a point, so that touching geoms cast no stripes. */
  private static final float MARGIN = 0.004f;

  /** Rows: column, row and height of the plan, each a·x + b·y + c·z + d of a world point. */
  final double[][] plan = new double[3][4];

  private final DepthBuffer map = new DepthBuffer();
  private float[] columns = {};
  private float[] rows = {};
  private float[] heights = {};

  ShadowMap() {
    double[] sun = Light.SUN;
    double level = Math.hypot(sun[0], sun[1]);
    double[] right = {-sun[1] / level, sun[0] / level, 0};
    double[] down = {
      sun[1] * right[2] - sun[2] * right[1],
      sun[2] * right[0] - sun[0] * right[2],
      sun[0] * right[1] - sun[1] * right[0]
    };
    double[] centre = {
      (Workspace.LOW[0] + Workspace.HIGH[0]) / 2,
      (Workspace.LOW[1] + Workspace.HIGH[1]) / 2,
      Workspace.TABLE_HEIGHT
    };
    for (int k = 0; k < 3; k++) {
      plan[0][k] = right[k] * TEXELS_PER_METRE;
      plan[1][k] = down[k] * TEXELS_PER_METRE;
      plan[2][k] = sun[k];
    }
    for (int axis = 0; axis < 2; axis++) {
      double at = 0;
      for (int k = 0; k < 3; k++) {
        at += plan[axis][k] * centre[k];
      }
      plan[axis][3] = SIZE / 2.0 - at;
    }
  }

  /** Redraws the map. */
  void update(List<PlacedSurface> casters) {
    map.clear(SIZE, SIZE, Float.NEGATIVE_INFINITY);
    for (PlacedSurface caster : casters) {
      draw(caster);
    }
  }

  private void draw(PlacedSurface caster) {
    int n = caster.ambient.length;
    if (columns.length < n) {
      columns = new float[n];
      rows = new float[n];
      heights = new float[n];
    }
    float[] p = caster.vertices;
    for (int i = 0; i < n; i++) {
      columns[i] = at(0, p[3 * i], p[3 * i + 1], p[3 * i + 2]);
      rows[i] = at(1, p[3 * i], p[3 * i + 1], p[3 * i + 2]);
      heights[i] = at(2, p[3 * i], p[3 * i + 1], p[3 * i + 2]);
    }
    int[] faces = caster.surface.faces;
    for (int f = 0; f < faces.length; f += 3) {
      int a = faces[f];
      int b = faces[f + 1];
      int c = faces[f + 2];
      float area =
          (columns[b] - columns[a]) * (rows[c] - rows[a])
              - (columns[c] - columns[a]) * (rows[b] - rows[a]);
      if (caster.surface.closed && area < 0) {
        continue; // its sunny side casts the same shadow
      }
      map.draw(
          columns[a],
          rows[a],
          heights[a],
          columns[b],
          rows[b],
          heights[b],
          columns[c],
          rows[c],
          heights[c],
          caster.geom);
    }
  }

  private float at(int axis, float x, float y, float z) {
    double[] row = plan[axis];
    return (float) (row[0] * x + row[1] * y + row[2] * z + row[3]);
  }

  /**
   * The share of sunlight that reaches a point of a geom, 0 to 1; the point is in plan coordinates.
   *
   * <p>A geom casts no shadow on itself: it is convex or nearly so, and its far side is dark
   * anyway. Each of a pixel's nine samples looks at four spots, and all together at 6×6 spots
   * around the point, which makes edges soft.
   *
   * @param dx −1, 0 or 1: the sample's column in its pixel
   * @param dy −1, 0 or 1: the sample's row in its pixel
   */
  float sun(float column, float row, float height, int geom, int dx, int dy) {
    float x = column + dx * SPREAD;
    float y = row + dy * SPREAD;
    float q = SPREAD / 4;
    int reached =
        open(x - q, y - q, height, geom)
            + open(x + q, y - q, height, geom)
            + open(x - q, y + q, height, geom)
            + open(x + q, y + q, height, geom);
    return reached / 4f;
  }

  private int open(float column, float row, float height, int geom) {
    int x = (int) column;
    int y = (int) row;
    if (x < 0 || y < 0 || x >= SIZE || y >= SIZE) {
      return 1;
    }
    int spot = y * SIZE + x;
    return map.nearness[spot] < height + MARGIN || map.nearest[spot] == geom ? 1 : 0;
  }
}
