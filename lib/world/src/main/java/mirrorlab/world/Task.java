package mirrorlab.world;

import java.util.List;
import java.util.Optional;

/**
 * A kind of job for the robot: its variations, instructions, objects and goal.
 *
 * <p>A task is a single file. Mark it {@code @AutoService(Task.class)} and {@link Tasks} finds it;
 * a task written in a notebook cell needs no mark and goes straight to {@link World#create}.
 */
public interface Task {
  /** The name in file names and commands: {@code close_jar}. */
  String id();

  /** The name in tables and figures: {@code Close Jar}. */
  String displayName();

  /** The number of variations: the different things that the instruction can ask for. */
  int variations();

  /** The instruction of evaluation, then at least two paraphrases. */
  List<String> instructions(int variation);

  /**
   * Puts the objects into the scene, at places drawn from its seed, and returns their goal. The
   * places must not reveal the variation; only the instruction does.
   */
  Goal build(Scene scene, int variation);

  /** The reason why the task can be done without grasping anything; empty if it cannot. */
  default Optional<String> whyNoGrasp() {
    return Optional.empty();
  }
}
