package mirrorlab.physics;

/**
 * The first intersection of a ray with the scene.
 *
 * @param geom id of the geom
 * @param distance in multiples of the ray's direction vector
 */
public record Hit(int geom, double distance) {}
