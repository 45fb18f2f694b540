package mirrorlab.world;

import java.util.List;
import java.util.Optional;
import mirrorlab.episode.Keyframe;

/** The actors that check a task: its expert must succeed, and all others must fail. */
public enum Actor {
  /** Follows the instruction. */
  EXPERT {
    @Override
    void act(World world, Robot robot) {
      world.goal().demonstrate(world, robot);
    }
  },
  /** Stays where it is. */
  DO_NOTHING {
    @Override
    void act(World world, Robot robot) {
      robot.open(world.gripper());
    }
  },
  /** Goes where the expert goes, but never closes the gripper. */
  NEVER_GRASP {
    @Override
    void act(World world, Robot robot) {
      world
          .goal()
          .demonstrate(
              world,
              keyframe ->
                  robot.execute(new Keyframe(keyframe.pose(), true, keyframe.ignoreCollisions())));
    }

    @Override
    public Optional<String> exemption(World world) {
      return world.task().whyNoGrasp();
    }
  },
  /** Follows another instruction that the same scene allows. */
  WRONG_CHOICE {
    @Override
    void act(World world, Robot robot) {
      List<Goal> alternatives = world.goal().alternatives();
      alternatives
          .get((int) Math.floorMod(world.seed(), (long) alternatives.size()))
          .demonstrate(world, robot);
    }

    @Override
    public Optional<String> exemption(World world) {
      return world.goal().alternatives().isEmpty()
          ? Optional.of("some scenes have no other choice")
          : Optional.empty();
    }
  };

  abstract void act(World world, Robot robot);

  /**
   * The reason why this actor's outcome says nothing about the task; empty if the outcome counts.
   */
  public Optional<String> exemption(World world) {
    return Optional.empty();
  }

  /** Acts from the world's beginning to the end. */
  public Rollout play(World world) {
    return Rollout.perform(world, robot -> act(world, robot));
  }
}
