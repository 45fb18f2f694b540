package mirrorlab.episode;

import java.util.List;

/**
 * All that a policy is given before it chooses the next keyframe.
 *
 * @param views one of each of {@link Camera#POLICY}, in that order
 * @param proprioception what the robot feels of itself
 */
public record Observation(List<View> views, Proprioception proprioception) {

  /** Makes the list immutable. */
  public Observation {
    views = LazyList.copyOf(views);
  }
}
