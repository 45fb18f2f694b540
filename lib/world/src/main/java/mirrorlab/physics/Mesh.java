package mirrorlab.physics;

/**
 * Triangles in the frame of the geoms that show them.
 *
 * @param vertices x, y, z in metres, one vertex after the other
 * @param faces three vertex numbers a triangle, anticlockwise seen from outside
 */
public record Mesh(float[] vertices, int[] faces) {}
