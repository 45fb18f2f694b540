package mirrorlab.data;

import mirrorlab.world.Keyframe;
import mirrorlab.world.Observation;

/**
 * One keyframe of an episode.
 *
 * @param observation what was seen before it
 * @param action what was then done
 */
public record Step(Observation observation, Keyframe action) {}
