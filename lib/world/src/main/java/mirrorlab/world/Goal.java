package mirrorlab.world;

import java.util.List;
import mirrorlab.episode.Pose;

/** The goal of one scene: its expert, and the test of success. */
public interface Goal {
  /** Whether the instruction is fulfilled, judged from the simulator's state. */
  boolean reached(World world);

  /**
   * The expert: fulfils the instruction keyframe by keyframe. It may read the whole world state,
   * but each keyframe must follow from what is visible at that moment, since the policies that
   * learn from it have no memory.
   */
  void demonstrate(World world, Robot robot);

  /**
   * Called after each control step, so that the world can react, as when a pushed button lights up.
   */
  default void update(World world) {}

  /** The bodies among which the instruction chooses; none if it only names a number. */
  default Choice choice() {
    return Choice.NONE;
  }

  /**
   * Poses that the gripper must reach under any of this scene's instructions; a scene in which one
   * is out of reach is drawn again. Empty if every place is well within reach.
   */
  default List<Pose> waypoints(World world) {
    return List.of();
  }

  /** The goals of the other instructions that this scene allows; empty if there is no choice. */
  default List<Goal> alternatives() {
    return List.of();
  }
}
