package mirrorlab.episode;

/**
 * One keyframe of an episode.
 *
 * @param observation what was seen before it
 * @param action what was then done
 * @param seconds when it was begun, since the scene's beginning
 */
public record Step(Observation observation, Keyframe action, double seconds) {}
