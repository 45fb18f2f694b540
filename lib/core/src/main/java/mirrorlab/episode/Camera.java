package mirrorlab.episode;

import java.util.List;

/** The five cameras: four for the policy E, and a third-person view for the encoder U. */
public enum Camera {
  FRONT,
  LEFT_SHOULDER,
  RIGHT_SHOULDER,
  WRIST,
  OBSERVER;

  /** The four cameras that the policy sees, in the order in which they are stored. */
  public static final List<Camera> POLICY = List.of(FRONT, LEFT_SHOULDER, RIGHT_SHOULDER, WRIST);
}
