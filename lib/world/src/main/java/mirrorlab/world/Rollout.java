package mirrorlab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Outcome;
import mirrorlab.episode.Policy;

/**
 * One course of actions in a world, from its start, and the outcome.
 *
 * @param task id
 * @param variation index among the task's variations
 * @param seed of the scene
 * @param outcome how it ended
 * @param observations K, the observation before each keyframe
 * @param keyframes K, the actions
 * @param seconds K, the start of each keyframe since the start of the scene
 */
public record Rollout(
    String task,
    int variation,
    long seed,
    Outcome outcome,
    List<Observation> observations,
    List<Keyframe> keyframes,
    List<Double> seconds) {
  /** The maximum number of keyframes for a policy. */
  public static final int MOST_KEYFRAMES = 25;

  /** Makes the lists immutable. */
  public Rollout {
    observations = List.copyOf(observations);
    keyframes = List.copyOf(keyframes);
    seconds = List.copyOf(seconds);
  }

  /** Lets the expert perform the task. */
  public static Rollout demonstrate(World world) {
    return Actor.EXPERT.play(world);
  }

  /** Repeats given keyframes, such as those of a recorded episode. */
  public static Rollout replay(World world, List<Keyframe> keyframes) {
    return perform(world, robot -> keyframes.forEach(robot::execute));
  }

  /** Lets a script command the robot until it ends or commands an unreachable pose. */
  static Rollout perform(World world, Consumer<Robot> script) {
    Recorder recorder = new Recorder(world);
    try {
      script.accept(recorder::execute);
    } catch (UnreachableException e) {
      return recorder.end(false);
    }
    return recorder.end(true);
  }

  /**
   * Lets a policy act until the goal is reached, a pose cannot be reached, or {@value
   * #MOST_KEYFRAMES} keyframes are used up.
   */
  public static Rollout run(World world, Policy policy) {
    Recorder recorder = new Recorder(world);
    for (int k = 0; k < MOST_KEYFRAMES && !world.goal().reached(world); k++) {
      Observation observation = world.observe();
      try {
        recorder.execute(observation, policy.act(observation, world.instruction()));
      } catch (UnreachableException e) {
        return recorder.end(false);
      }
    }
    return recorder.end(true);
  }

  private static final class Recorder {
    private final World world;
    private final List<Observation> observations = new ArrayList<>();
    private final List<Keyframe> keyframes = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private boolean missed; // whether the gripper was empty when it last closed

    Recorder(World world) {
      this.world = world;
    }

    void execute(Keyframe keyframe) {
      execute(world.observe(), keyframe);
    }

    void execute(Observation observation, Keyframe wanted) {
      // Execute the keyframe as it is stored (in floats), so that a replay is identical to the bit.
      Keyframe keyframe = wanted.inFloats();
      observations.add(observation);
      keyframes.add(keyframe);
      seconds.add(world.time());
      world.execute(keyframe);
      if (!keyframe.gripperOpen()) {
        missed = world.closedOnNothing();
      }
    }

    Rollout end(boolean reachable) {
      return new Rollout(
          world.task().id(),
          world.variation(),
          world.seed(),
          outcome(reachable),
          observations,
          keyframes,
          seconds);
    }

    private Outcome outcome(boolean reachable) {
      if (world.goal().reached(world)) {
        return Outcome.SUCCESS;
      }
      if (!reachable) {
        return Outcome.UNREACHABLE;
      }
      if (world.goal().alternatives().stream().anyMatch(other -> other.reached(world))) {
        return Outcome.WRONG_OBJECT;
      }
      return missed && world.task().whyNoGrasp().isEmpty() ? Outcome.MISSED_GRASP : Outcome.TIMEOUT;
    }
  }
}
