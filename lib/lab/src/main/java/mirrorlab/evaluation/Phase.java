package mirrorlab.evaluation;

import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;

/** What a keyframe asks of a policy, told from the step alone. */
public enum Phase {
  /** To go elsewhere with an open gripper: something must be chosen by what was said. */
  REACH,
  /** To go elsewhere with a closed gripper. */
  CARRY,
  /** To close the gripper here. */
  CLOSE,
  /** To open the gripper here. */
  OPEN,
  /** To go on here with the gripper as it is. */
  NEAR;

  private static final double ELSEWHERE = 0.06; // metres over the table

  /** The first of the phases that a step is. */
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

  /** Whether it leads to another place on the table. */
  public boolean isElsewhere() {
    return this == REACH || this == CARRY;
  }

  /** The name in records, such as {@code phase reach}. */
  public String label() {
    return "phase " + name().toLowerCase(Locale.ROOT);
  }
}
