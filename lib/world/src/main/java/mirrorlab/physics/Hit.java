package mirrorlab.physics;

/**
 * Where a ray meets the scene.
 *
 * @param geom id of the geom
 * @param distance in lengths of the ray's direction
 */
public record Hit(int geom, double distance) {}
