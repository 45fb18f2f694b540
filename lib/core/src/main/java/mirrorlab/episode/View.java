package mirrorlab.episode;

/**
 * The picture of one of the policy's cameras.
 *
 * @param camera the camera
 * @param projection its pose and its mapping from the world to pixels
 * @param image H×W colours
 * @param depth H×W millimetres along the viewing axis (an unsigned 16-bit number each); 0 where
 *     nothing is seen
 */
public record View(Camera camera, Projection projection, Image image, char[] depth) {}
