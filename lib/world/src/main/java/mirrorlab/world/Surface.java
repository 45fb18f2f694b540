package mirrorlab.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Mesh;
import mirrorlab.physics.Model;

/**
 * The triangles of a geom in its own frame, with normals: one per face on flat sides, blended over
 * curved ones, so that a cylinder looks round.
 */
final class Surface {
  /** Sides of a circle: the error on a 10 cm sphere is below 1 mm. */
  private static final int SIDES = 24;

  /** Half lengths, in metres, of an infinite plane. */
  private static final double FAR = 1000;

  /** x, y, z of each corner, in metres. */
  final float[] vertices;

  /** Unit normal of each corner. */
  final float[] normals;

  /** Three corner indices per triangle. */
  final int[] faces;

  /** Metres from the frame's origin to the farthest corner. */
  final float radius;

  /** True if the surface encloses a volume, so that back faces need not be drawn. */
  final boolean closed;

  private Surface(float[] vertices, float[] normals, int[] faces, boolean closed) {
    this.closed = closed;
    this.vertices = vertices;
    this.normals = normals;
    this.faces = faces;
    double farthest = 0;
    for (int i = 0; i < vertices.length; i += 3) {
      double x = vertices[i];
      double y = vertices[i + 1];
      double z = vertices[i + 2];
      farthest = Math.max(farthest, x * x + y * y + z * z);
    }
    this.radius = (float) Math.sqrt(farthest);
  }

  /** The surface of a geom; empty for the two shapes that are not drawn. */
  static Surface of(Model model, Geom geom) {
    double a = geom.size()[0];
    double b = geom.size()[1];
    double c = geom.size()[2];
    return switch (geom.shape()) {
      case PLANE -> plane(a > 0 ? a : FAR, b > 0 ? b : FAR);
      case SPHERE -> revolve(arcs(1, 0), a, a, a);
      case ELLIPSOID -> revolve(arcs(1, 0), a, b, c);
      case CAPSULE -> revolve(arcs(a, b), 1, 1, 1);
      case CYLINDER -> revolve(cylinder(a, b), 1, 1, 1);
      case BOX -> box(a, b, c);
      case MESH -> mesh(model.mesh(geom.mesh()));
      case HEIGHT_FIELD, SDF -> new Builder().build(false);
    };
  }

  private static Surface plane(double a, double b) {
    double[] up = {0, 0, 1};
    Builder builder = new Builder();
    int p = builder.corner(new double[] {-a, -b, 0}, up);
    int q = builder.corner(new double[] {a, -b, 0}, up);
    int r = builder.corner(new double[] {a, b, 0}, up);
    int s = builder.corner(new double[] {-a, b, 0}, up);
    builder.face(p, q, r);
    builder.face(p, r, s);
    return builder.build(false);
  }

  private static Surface box(double a, double b, double c) {
    double[] half = {a, b, c};
    Builder builder = new Builder();
    for (int axis = 0; axis < 3; axis++) {
      for (int side = -1; side <= 1; side += 2) {
        double[] normal = new double[3];
        normal[axis] = side;
        int[] corners = new int[4];
        for (int i = 0; i < 4; i++) {
          double[] vertex = new double[3];
          vertex[axis] = side * half[axis];
          vertex[(axis + 1) % 3] = side * (i == 0 || i == 3 ? -1 : 1) * half[(axis + 1) % 3];
          vertex[(axis + 2) % 3] = (i < 2 ? -1 : 1) * half[(axis + 2) % 3];
          corners[i] = builder.corner(vertex, normal);
        }
        builder.face(corners[0], corners[1], corners[2]);
        builder.face(corners[0], corners[2], corners[3]);
      }
    }
    return builder.build(true);
  }

  /** Half circles of a radius about z = ±half, from the bottom up, as rows {r, z, normal r, z}. */
  private static double[][] arcs(double radius, double half) {
    int n = SIDES / 2;
    double[][] profile = new double[n + 2][];
    for (int i = 0; i < n + 2; i++) {
      // The middle angle comes twice: at the lower and at the upper end of the straight part.
      double angle = Math.PI * ((i <= n / 2 ? i : i - 1) / (double) n - 0.5);
      double r = Math.cos(angle);
      double z = Math.sin(angle);
      profile[i] = new double[] {radius * r, radius * z + (i <= n / 2 ? -half : half), r, z};
    }
    return profile;
  }

  private static double[][] cylinder(double radius, double half) {
    return new double[][] {
      {0, -half, 0, -1}, {radius, -half, 0, -1},
      {radius, -half, 1, 0}, {radius, half, 1, 0},
      {radius, half, 0, 1}, {0, half, 0, 1}
    };
  }

  /** Turns a profile about z, then stretches it. */
  private static Surface revolve(double[][] profile, double a, double b, double c) {
    Builder builder = new Builder();
    int[][] rings = new int[profile.length][SIDES];
    for (int i = 0; i < profile.length; i++) {
      double[] p = profile[i];
      for (int j = 0; j < SIDES; j++) {
        double cos = Math.cos(2 * Math.PI * j / SIDES);
        double sin = Math.sin(2 * Math.PI * j / SIDES);
        double[] vertex = {a * p[0] * cos, b * p[0] * sin, c * p[1]};
        rings[i][j] =
            builder.corner(vertex, unit(new double[] {p[2] * cos / a, p[2] * sin / b, p[3] / c}));
      }
    }
    for (int i = 0; i + 1 < profile.length; i++) {
      for (int j = 0; j < SIDES; j++) {
        int next = (j + 1) % SIDES;
        builder.face(rings[i][j], rings[i][next], rings[i + 1][next]);
        builder.face(rings[i][j], rings[i + 1][next], rings[i + 1][j]);
      }
    }
    return builder.build(true);
  }

  private static Surface mesh(Mesh mesh) {
    int[] faces = mesh.faces();
    double[][] normals = MeshNormals.of(mesh);
    Builder builder = new Builder();
    for (int i = 0; i < faces.length; i += 3) {
      builder.face(
          builder.corner(vertex(mesh, faces[i]), normals[i]),
          builder.corner(vertex(mesh, faces[i + 1]), normals[i + 1]),
          builder.corner(vertex(mesh, faces[i + 2]), normals[i + 2]));
    }
    return builder.build(MeshNormals.closed(faces));
  }

  private static double[] vertex(Mesh mesh, int v) {
    float[] all = mesh.vertices();
    return new double[] {all[3 * v], all[3 * v + 1], all[3 * v + 2]};
  }

  static double[] unit(double[] v) {
    double length = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    return length == 0
        ? new double[] {0, 0, 1}
        : new double[] {v[0] / length, v[1] / length, v[2] / length};
  }

  /** Collects corners, each only once, and faces. */
  private static final class Builder {
    private record Corner(float x, float y, float z, float nx, float ny, float nz) {}

    private final Map<Corner, Integer> corners = new LinkedHashMap<>();
    private final List<Integer> faces = new ArrayList<>();

    int corner(double[] v, double[] normal) {
      Corner corner =
          new Corner(
              rounded(v[0]),
              rounded(v[1]),
              rounded(v[2]),
              rounded(normal[0]),
              rounded(normal[1]),
              rounded(normal[2]));
      Integer known = corners.putIfAbsent(corner, corners.size());
      return known == null ? corners.size() - 1 : known;
    }

    /** Rounds to a nanometre, so that each pole of a sphere is one corner, and turns −0 into 0. */
    private static float rounded(double value) {
      return Math.round(value * 1e9) / 1e9f;
    }

    void face(int a, int b, int c) {
      if (a != b && b != c && c != a) {
        faces.addAll(List.of(a, b, c));
      }
    }

    Surface build(boolean closed) {
      float[] vertices = new float[3 * corners.size()];
      float[] normals = new float[3 * corners.size()];
      int i = 0;
      for (Corner c : corners.keySet()) {
        vertices[i] = c.x;
        vertices[i + 1] = c.y;
        vertices[i + 2] = c.z;
        normals[i++] = c.nx;
        normals[i++] = c.ny;
        normals[i++] = c.nz;
      }
      return new Surface(
          vertices, normals, faces.stream().mapToInt(Integer::intValue).toArray(), closed);
    }
  }
}
