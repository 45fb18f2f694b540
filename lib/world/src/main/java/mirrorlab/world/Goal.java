package mirrorlab.world;

import java.util.List;
import mirrorlab.episode.Pose;

/** What is wanted in one scene, how an expert does it, and how to tell that it is done. */
public interface Goal {
  /** Whether what the instruction asks is done, judged from the simulator's state. */
  boolean reached(World world);

  /**
   * The expert: does what is asked, keyframe by keyframe. It may look at everything in the world;
   * each keyframe must follow from what is seen at that moment, since the policies that learn from
   * it remember nothing.
   */
  void demonstrate(World world, Robot robot);

  /** Called after each control step, so that the world can react: a pushed button lights up. */
  default void update(World world) {}

  /** The bodies among which the instruction chooses; none where it only says how many. */
  default Choice choice() {
    return Choice.NONE;
  }

  /**
   * Poses that the gripper must reach, whichever of this scene's instructions is given; a scene in
   * which it does not reach one is drawn again. Empty where the places are all well within reach.
   */
  default List<Pose> waypoints(World world) {
    return List.of();
  }

  /** What other instructions would ask in this same scene; empty where there is no choice. */
  default List<Goal> alternatives() {
    return List.of();
  }
}
