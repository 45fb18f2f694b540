package mirrorlab.episode;

/**
 * What one of the policy's cameras sees.
 *
 * @param camera which one
 * @param projection where it stood and how it maps the world to pixels
 * @param image H×W colours
 * @param depth H×W millimetres along the viewing axis (an unsigned 16-bit number each); 0 where
 *     nothing is seen
 */
public record View(Camera camera, Projection projection, Image image, char[] depth) {}
