package mirrorlab.physics;

/**
 * Triangles in the frame of the geoms that use them.
 *
 * @param vertices x, y, z in metres, vertex by vertex
 * @param faces three vertex indices per triangle, counterclockwise seen from outside
 */
public record Mesh(float[] vertices, int[] faces) {}
