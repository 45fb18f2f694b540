package mirrorlab.episode;

/**
 * One keyframe of an episode.
 *
 * @param observation the observation before the action
 * @param action the action taken
 * @param seconds start time of the action since the scene's beginning
 */
public record Step(Observation observation, Keyframe action, double seconds) {}
