package mirrorlab.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mirrorlab.physics.Mesh;

/** Normals that make the curved parts of a mesh look smooth and leave its edges sharp. */
final class MeshNormals {
  private MeshNormals() {}

  /** Cosine of the angle between two faces beyond which their edge is sharp. */
  private static final double CREASE = Math.cos(Math.toRadians(35));

  /**
   * A unit normal for each corner of each face, in the order of {@link Mesh#faces}.
   *
   * <p>It is the mean, weighted by area, over the faces at that vertex that meet the corner's own
   * face without a sharp edge.
   */
  static double[][] of(Mesh mesh) {
    int[] faces = mesh.faces();
    double[][] areas = new double[faces.length / 3][];
    double[][] directions = new double[faces.length / 3][];
    List<List<Integer>> facesAt = new ArrayList<>();
    for (int v = 0; v < mesh.vertices().length / 3; v++) {
      facesAt.add(new ArrayList<>());
    }
    for (int f = 0; f < areas.length; f++) {
      areas[f] = area(mesh.vertices(), faces[3 * f], faces[3 * f + 1], faces[3 * f + 2]);
      directions[f] = Surface.unit(areas[f]);
      for (int k = 0; k < 3; k++) {
        facesAt.get(faces[3 * f + k]).add(f);
      }
    }
    double[][] normals = new double[faces.length][];
    for (int i = 0; i < faces.length; i++) {
      double[] sum = new double[3];
      for (int other : facesAt.get(faces[i])) {
        if (dot(directions[i / 3], directions[other]) >= CREASE) {
          for (int k = 0; k < 3; k++) {
            sum[k] += areas[other][k];
          }
        }
      }
      normals[i] = Surface.unit(sum);
    }
    return normals;
  }

  /** Whether the faces enclose a volume: each edge is traversed in both directions. */
  static boolean closed(int[] faces) {
    Set<Long> edges = new HashSet<>();
    for (int i = 0; i < faces.length; i++) {
      edges.add(edge(faces[i], next(faces, i)));
    }
    for (int i = 0; i < faces.length; i++) {
      if (!edges.contains(edge(next(faces, i), faces[i]))) {
        return false;
      }
    }
    return true;
  }

  private static int next(int[] faces, int i) {
    return faces[i % 3 == 2 ? i - 2 : i + 1];
  }

  private static long edge(int from, int to) {
    return (long) from << 32 | to;
  }

  /** Normal of a triangle, with twice its area as length. */
  private static double[] area(float[] v, int a, int b, int c) {
    double[] p = new double[3];
    double[] q = new double[3];
    for (int k = 0; k < 3; k++) {
      p[k] = v[3 * b + k] - v[3 * a + k];
      q[k] = v[3 * c + k] - v[3 * a + k];
    }
    return new double[] {
      p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    };
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
