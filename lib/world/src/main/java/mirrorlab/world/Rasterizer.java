package mirrorlab.world;

import java.util.Arrays;
import mirrorlab.episode.Projection;

/**
 * Draws surfaces through a pinhole camera into a grid of samples, {@value #SAMPLES}×{@value
 * #SAMPLES} per pixel, and stores for each triangle the gradient of its light over the picture.
 */
final class Rasterizer {
  /** Samples along each side of a pixel; odd, so that one of them is at the pixel's centre. */
  static final int SAMPLES = 3;

  /** Distance of the near clipping plane in metres. */
  static final float NEAR = 0.01f;

  /** Numbers stored per triangle: x, y, then ambient and direct light there and their slopes. */
  private static final int FIELDS = 8;

  /** Per corner of a polygon being clipped: x, y, depth, ambient, direct. */
  private static final int CORNER = 5;

  final DepthBuffer buffer = new DepthBuffer();

  private Projection projection;
  private float scale;
  private float halfWidth;
  private float halfHeight;
  private float slopeX;
  private float slopeY;

  private float[] light = new float[FIELDS * 4096];
  private int[] geoms = new int[4096];
  private int triangles;
  private boolean hideBacks;

  // For each corner of the current surface: camera coordinates, and the planes it is outside of.
  private float[] corners = {};
  private int[] outside = {};

  private float[] polygon = new float[CORNER * 9];
  private float[] clipped = new float[CORNER * 9];

  /** Begins a picture. */
  void begin(Projection projection) {
    this.projection = projection;
    int width = projection.width() * SAMPLES;
    int height = projection.height() * SAMPLES;
    scale = (float) (projection.focal() * SAMPLES);
    halfWidth = width / 2f;
    halfHeight = height / 2f;
    slopeX = scale / halfWidth;
    slopeY = scale / halfHeight;
    triangles = 0;
    buffer.clear(width, height, 0);
  }

  /** The geom of a triangle. */
  int geom(int triangle) {
    return geoms[triangle];
  }

  /** Brightness without the sun of a triangle at a sample. */
  float ambient(int triangle, int column, int row) {
    return light(FIELDS * triangle, 2, column, row);
  }

  /** Brightness that unshadowed sun adds. */
  float direct(int triangle, int column, int row) {
    return light(FIELDS * triangle, 5, column, row);
  }

  private float light(int t, int kind, int column, int row) {
    float x = column + 0.5f - light[t];
    float y = row + 0.5f - light[t + 1];
    return Math.max(0, light[t + kind] + light[t + kind + 1] * x + light[t + kind + 2] * y);
  }

  /** Draws a surface. */
  void draw(PlacedSurface placed) {
    double[] p = projection.position();
    double[] r = projection.rotation();
    double x = placed.position[0] - p[0];
    double y = placed.position[1] - p[1];
    double z = placed.position[2] - p[2];
    float depth = (float) -(r[2] * x + r[5] * y + r[8] * z);
    if (depth + placed.surface.radius < NEAR || transform(placed) != 0) {
      return; // behind the camera, or beside the picture
    }
    double reach = placed.surface.radius + NEAR;
    hideBacks = placed.surface.closed && x * x + y * y + z * z > reach * reach;
    int[] faces = placed.surface.faces;
    for (int f = 0; f < faces.length; f += 3) {
      int a = faces[f];
      int b = faces[f + 1];
      int c = faces[f + 2];
      if ((outside[a] & outside[b] & outside[c]) == 0) {
        put(placed, 0, a);
        put(placed, 1, b);
        put(placed, 2, c);
        int size = (outside[a] | outside[b] | outside[c]) == 0 ? 3 : clip();
        for (int k = 2; k < size; k++) {
          triangle(placed.geom, CORNER * (k - 1), CORNER * k);
        }
      }
    }
  }

  /** Fills {@code corners} and {@code outside}; returns the planes that exclude all corners. */
  private int transform(PlacedSurface placed) {
    int n = placed.ambient.length;
    if (outside.length < n) {
      corners = new float[3 * n];
      outside = new int[n];
    }
    double[] p = projection.position();
    double[] r = projection.rotation();
    float[] v = placed.vertices;
    int all = -1;
    for (int i = 0; i < n; i++) {
      double x = v[3 * i] - p[0];
      double y = v[3 * i + 1] - p[1];
      double z = v[3 * i + 2] - p[2];
      float cx = (float) (r[0] * x + r[3] * y + r[6] * z);
      float cy = (float) (r[1] * x + r[4] * y + r[7] * z);
      float depth = (float) -(r[2] * x + r[5] * y + r[8] * z);
      corners[3 * i] = cx;
      corners[3 * i + 1] = cy;
      corners[3 * i + 2] = depth;
      int out = 0;
      for (int plane = 0; plane < 5; plane++) {
        out |= inside(plane, cx, cy, depth) < 0 ? 1 << plane : 0;
      }
      outside[i] = out;
      all &= out;
    }
    return all;
  }

  /** Signed distance, up to a factor, from the near plane and the four sides of the picture. */
  private float inside(int plane, float x, float y, float depth) {
    return switch (plane) {
      case 0 -> depth - NEAR;
      case 1 -> depth - slopeX * x;
      case 2 -> depth + slopeX * x;
      case 3 -> depth - slopeY * y;
      default -> depth + slopeY * y;
    };
  }

  private void put(PlacedSurface placed, int place, int corner) {
    int o = CORNER * place;
    polygon[o] = corners[3 * corner];
    polygon[o + 1] = corners[3 * corner + 1];
    polygon[o + 2] = corners[3 * corner + 2];
    polygon[o + 3] = placed.ambient[corner];
    polygon[o + 4] = placed.direct[corner];
  }

  /**
   * Clips the triangle in {@code polygon} to the five planes; returns the number of corners left.
   */
  private int clip() {
    int size = 3;
    for (int plane = 0; plane < 5 && size > 0; plane++) {
      int kept = 0;
      for (int i = 0; i < size; i++) {
        int a = CORNER * i;
        int b = CORNER * ((i + 1) % size);
        float da = inside(plane, polygon[a], polygon[a + 1], polygon[a + 2]);
        float db = inside(plane, polygon[b], polygon[b + 1], polygon[b + 2]);
        if (da >= 0) {
          System.arraycopy(polygon, a, clipped, CORNER * kept++, CORNER);
        }
        if (da >= 0 && db < 0) {
          cut(a, b, da / (da - db), CORNER * kept++);
        } else if (da < 0 && db >= 0) {
          cut(b, a, db / (db - da), CORNER * kept++);
        }
      }
      float[] swap = polygon;
      polygon = clipped;
      clipped = swap;
      size = kept;
    }
    return size;
  }

  /**
   * Stores the point at fraction t from a to b. Edges are always cut from the inside out, so that
   * two triangles that share an edge cut it at the same point, to the bit, without a gap.
   */
  private void cut(int a, int b, float t, int place) {
    for (int k = 0; k < CORNER; k++) {
      clipped[place + k] = polygon[a + k] + t * (polygon[b + k] - polygon[a + k]);
    }
  }

  /** Draws the triangle of the polygon's corners at 0, b and c. */
  private void triangle(int geom, int b, int c) {
    float av = 1 / polygon[2];
    float bv = 1 / polygon[b + 2];
    float cv = 1 / polygon[c + 2];
    float ax = halfWidth + scale * polygon[0] * av;
    float ay = halfHeight - scale * polygon[1] * av;
    float bx = halfWidth + scale * polygon[b] * bv;
    float by = halfHeight - scale * polygon[b + 1] * bv;
    float cx = halfWidth + scale * polygon[c] * cv;
    float cy = halfHeight - scale * polygon[c + 1] * cv;
    float area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
    if (area == 0 || hideBacks && area > 0) {
      return;
    }
    if (triangles == geoms.length) {
      geoms = Arrays.copyOf(geoms, 2 * triangles);
      light = Arrays.copyOf(light, 2 * FIELDS * triangles);
    }
    int t = FIELDS * triangles;
    light[t] = ax;
    light[t + 1] = ay;
    // A sliver takes the light of its first corner: its slopes would be noise, or infinite.
    float perArea = Math.abs(area) > 1e-4f ? 1 / area : 0;
    for (int k = 0; k < 2; k++) {
      float l = polygon[3 + k];
      float lb = polygon[b + 3 + k] - l;
      float lc = polygon[c + 3 + k] - l;
      light[t + 2 + 3 * k] = l;
      light[t + 3 + 3 * k] = (lb * (cy - ay) - lc * (by - ay)) * perArea;
      light[t + 4 + 3 * k] = (lc * (bx - ax) - lb * (cx - ax)) * perArea;
    }
    geoms[triangles] = geom;
    buffer.draw(ax, ay, av, bx, by, bv, cx, cy, cv, triangles++);
  }
}
