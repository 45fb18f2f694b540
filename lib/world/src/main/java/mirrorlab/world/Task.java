package mirrorlab.world;

import java.util.List;
import java.util.Optional;

/**
 * A kind of job for the robot: what varies, what is said, what stands on the table and what is
 * wanted.
 *
 * <p>One file holds all of a task. Mark it {@code @AutoService(Task.class)} and {@link Tasks} finds
 * it; a task written in a notebook cell needs no mark and goes straight to {@link World#create}.
 */
public interface Task {
  /** The name in files and commands: {@code close_jar}. */
  String id();

  /** The name in tables and figures: {@code Close Jar}. */
  String displayName();

  /** How many things its instruction can ask for. */
  int variations();

  /** The instruction of evaluation, then at least two paraphrases. */
  List<String> instructions(int variation);

  /**
   * Puts the objects into the scene, at places drawn from its seed, and says what is wanted of
   * them. The places must not tell which variation it is: only the instruction does.
   */
  Goal build(Scene scene, int variation);

  /** Why a gripper that never closes on anything can do it too; empty if it cannot. */
  default Optional<String> whyNoGrasp() {
    return Optional.empty();
  }
}
