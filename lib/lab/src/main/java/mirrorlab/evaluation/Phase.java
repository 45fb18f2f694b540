package mirrorlab.evaluation;

import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;

/** The kind of action that a keyframe demands of a policy, derived from the step alone. */
public enum Phase {
  /** Move elsewhere with an open gripper; the instruction determines the target. */
  REACH,
  /** Move elsewhere with a closed gripper. */
  CARRY,
  /** Close the gripper here. */
  CLOSE,
  /** Open the gripper here. */
  OPEN,
  /** Continue here with the gripper unchanged. */
  NEAR;

  private static final double ELSEWHERE = 0.06; // metres over the table

  /** The first phase that matches a step. */
  public static Phase of(Step step) {
    boolean wasOpen = step.observation().proprioception().gripperOpen();
    Pose hand = step.observation().proprioception().gripper();
    if (Imitation.overTable(hand, step.action().pose()) > ELSEWHERE) {
      return wasOpen ? REACH : CARRY;
    }
    if (wasOpen == step.action().gripperOpen()) {
      return NEAR;
    }
    return wasOpen ? CLOSE : OPEN;
  }

  /** Whether the hand moves to another place on the table. */
  public boolean isElsewhere() {
    return this == REACH || this == CARRY;
  }

  /** The name in records, such as {@code phase reach}. */
  public String label() {
    return "phase " + name().toLowerCase(Locale.ROOT);
  }
}
