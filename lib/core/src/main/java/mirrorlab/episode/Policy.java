package mirrorlab.episode;

/** Chooses the next keyframe from what is seen now and what was asked; it remembers nothing. */
@FunctionalInterface
public interface Policy {
  /** The next keyframe towards what the instruction asks. */
  Keyframe act(Observation observation, String instruction);
}
