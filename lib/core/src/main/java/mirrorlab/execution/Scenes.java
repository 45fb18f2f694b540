package mirrorlab.execution;

import java.util.List;
import java.util.random.RandomGenerator;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Step;

/**
 * Inputs of the coarse stage for B scenes: views, robot states and instructions, without actions.
 * Representations are computed from them.
 *
 * @param size B
 * @param views B×3×10×H×W
 * @param robot B×12, relative to the views' crop
 * @param words B×L ids
 */
public record Scenes(int size, float[] views, float[] robot, int[] words) {

  /** The coarse inputs of a batch, with its own instructions. */
  public static Scenes of(Batch batch) {
    return new Scenes(batch.size(), batch.coarse().views(), batch.coarse().robot(), batch.words());
  }

  /** The observation of each step, under random motions that do not depend on the action. */
  static Scenes of(List<Step> steps, List<int[]> words, PolicySize size, RandomGenerator random) {
    VirtualViews table = new VirtualViews(size.crop(), size.pixels());
    int length = words.get(0).length;
    Scenes scenes =
        new Scenes(
            steps.size(),
            new float[steps.size() * table.length()],
            new float[steps.size() * SceneEncoder.STATE],
            new int[steps.size() * length]);
    Crop crop = size.crop();
    Pose middle = new Pose(crop.centre(0), crop.centre(1), crop.centre(2), 0, 0, 0, 1);
    for (int i = 0; i < steps.size(); i++) {
      Se3Augmentation motion = Se3Augmentation.random(crop, middle, random);
      PointCloud cloud = PointCloud.of(steps.get(i).observation());
      table.render(cloud, motion, scenes.views, i * table.length());
      Batch.describe(
          motion.apply(steps.get(i).observation().proprioception()),
          table.crop(),
          scenes.robot,
          i * SceneEncoder.STATE);
      System.arraycopy(words.get(i), 0, scenes.words, i * length, length);
    }
    return scenes;
  }

  /** The same scenes with one instruction for all. */
  Scenes told(int[] words) {
    int[] all = new int[size * words.length];
    for (int i = 0; i < size; i++) {
      System.arraycopy(words, 0, all, i * words.length, words.length);
    }
    return new Scenes(size, views, robot, all);
  }
}
