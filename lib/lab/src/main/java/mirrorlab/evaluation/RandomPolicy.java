package mirrorlab.evaluation;

import java.util.SplittableRandom;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Policy;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Workspace;
import mirrorlab.world.Region;

/**
 * A reference for closed-loop control: keyframes drawn at random above the table, pointing down and
 * turned at random, with the gripper open or closed at random.
 */
public final class RandomPolicy implements Policy {
  private static final double HIGHEST = 0.3; // metres above the table

  private final SplittableRandom random;

  /** Creates a policy for one rollout. */
  public RandomPolicy(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public Keyframe act(Observation observation, String instruction) {
    Pose pose =
        Pose.down(
            random.nextDouble(Region.TABLE.xLow(), Region.TABLE.xHigh()),
            random.nextDouble(Region.TABLE.yLow(), Region.TABLE.yHigh()),
            Workspace.TABLE_HEIGHT + random.nextDouble(HIGHEST),
            random.nextDouble(-Math.PI, Math.PI));
    return new Keyframe(pose, random.nextBoolean(), random.nextBoolean());
  }
}
