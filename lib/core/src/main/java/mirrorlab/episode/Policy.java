package mirrorlab.episode;

/** Chooses the next keyframe from the current observation and the instruction; it has no memory. */
@FunctionalInterface
public interface Policy {
  /** The next keyframe towards the instruction's goal. */
  Keyframe act(Observation observation, String instruction);
}
