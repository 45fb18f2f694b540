package mirrorlab.episode;

import java.util.List;

/**
 * A policy's observation before it chooses the next keyframe.
 *
 * @param views one view per camera of {@link Camera#POLICY}, in that order
 * @param proprioception the robot's own state
 */
public record Observation(List<View> views, Proprioception proprioception) {

  /** Makes the list immutable. */
  public Observation {
    views = LazyList.copyOf(views);
  }
}
