package mirrorlab.world;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import mirrorlab.physics.State;

/** The surface of a geom at its current pose, with its lighting; recomputed only when it moves. */
final class PlacedSurface {
  final int geom;
  final Surface surface;

  /** Origin of the geom's frame in the world, 3 metres. */
  final double[] position = new double[3];

  /** x, y, z of each corner in the world, in metres. */
  final float[] vertices;

  /** Brightness of each corner without the sun. */
  final float[] ambient;

  /** Brightness that the sun adds to each corner. */
  final float[] direct;

  private final double[] rotation = new double[9];
  private final double[] newPosition = new double[3];
  private final double[] newRotation = new double[9];

  PlacedSurface(int geom, Surface surface) {
    this.geom = geom;
    this.surface = surface;
    vertices = new float[surface.vertices.length];
    ambient = new float[surface.vertices.length / 3];
    direct = new float[surface.vertices.length / 3];
  }

  /** Follows the geom; true if it has moved since the last call. */
  boolean moveTo(State state) {
    DoubleBuffer positions = state.geomXpos();
    DoubleBuffer rotations = state.geomXmat();
    positions.get(3 * geom, newPosition);
    rotations.get(9 * geom, newRotation);
    if (Arrays.equals(position, newPosition) && Arrays.equals(rotation, newRotation)) {
      return false;
    }
    System.arraycopy(newPosition, 0, position, 0, 3);
    System.arraycopy(newRotation, 0, rotation, 0, 9);
    place();
    return true;
  }

  private void place() {
    double[] r = rotation;
    for (int i = 0; i < ambient.length; i++) {
      float x = surface.vertices[3 * i];
      float y = surface.vertices[3 * i + 1];
      float z = surface.vertices[3 * i + 2];
      vertices[3 * i] = (float) (r[0] * x + r[1] * y + r[2] * z + position[0]);
      vertices[3 * i + 1] = (float) (r[3] * x + r[4] * y + r[5] * z + position[1]);
      vertices[3 * i + 2] = (float) (r[6] * x + r[7] * y + r[8] * z + position[2]);
      float nx = surface.normals[3 * i];
      float ny = surface.normals[3 * i + 1];
      float nz = surface.normals[3 * i + 2];
      double wx = r[0] * nx + r[1] * ny + r[2] * nz;
      double wy = r[3] * nx + r[4] * ny + r[5] * nz;
      double wz = r[6] * nx + r[7] * ny + r[8] * nz;
      ambient[i] = Light.ambient(wx, wy, wz);
      direct[i] = Light.direct(wx, wy, wz);
    }
  }
}
