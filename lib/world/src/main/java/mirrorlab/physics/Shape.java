package mirrorlab.physics;

/**
 * The shapes of geoms, in MuJoCo's order ({@code mjtGeom}), with the meaning of {@link Geom#size}.
 */
public enum Shape {
  /** In the geom's x–y plane; half lengths x and y, 0 = infinite. */
  PLANE,
  /** Not drawn by the renderer. */
  HEIGHT_FIELD,
  /** Radius. */
  SPHERE,
  /** Along z: radius, half length of the straight part. */
  CAPSULE,
  /** Half lengths x, y, z. */
  ELLIPSOID,
  /** Along z: radius, half length. */
  CYLINDER,
  /** Half lengths x, y, z. */
  BOX,
  /** Triangles, see {@link Model#mesh}. */
  MESH,
  /** Signed distance field; not drawn by the renderer. */
  SDF
}
