package mirrorlab.execution;

import java.util.List;
import java.util.random.RandomGenerator;
import mirrorlab.world.Keyframe;
import mirrorlab.world.Pose;
import mirrorlab.world.Proprioception;

/**
 * B keyframes as arrays of plain numbers, made away from the training thread.
 *
 * @param size B
 * @param views B×3×10×H×W
 * @param words B×L ids
 * @param robot B×12
 * @param heatmaps B×3×H×W labels
 * @param points B×3×2 columns and rows of the action, 0 to 1
 * @param given B×4 classes that the action decoder is told: rotation x, y, z (jittered), gripper
 * @param actions labels of the action's five tokens, each B×classes
 */
record Batch(
    int size,
    float[] views,
    int[] words,
    float[] robot,
    float[] heatmaps,
    float[] points,
    int[] given,
    float[][] actions) {

  /** Chances of a rotation's input being off by −2…2 bins, as in ARP. */
  private static final double[] JITTER = {.1, .2, .4, .2, .1};

  /** Pixels by which the point that features are read at is off, at most. */
  private static final float POINT_JITTER = 0.5f;

  /** Draws samples under random motions, and labels them. */
  static Batch of(List<Sample> samples, PolicySize size, RandomGenerator random) {
    int length = samples.get(0).words().length;
    VirtualViews views = new VirtualViews(size.crop(), size.pixels());
    int b = samples.size();
    int pixels = size.pixels() * size.pixels();
    Batch batch =
        new Batch(
            b,
            new float[b * views.length()],
            new int[b * length],
            new float[b * SceneEncoder.STATE],
            new float[b * 3 * pixels],
            new float[b * 6],
            new int[b * 4],
            new float[ActionDecoder.CLASSES.length][]);
    for (int k = 0; k < batch.actions.length; k++) {
      batch.actions[k] = new float[b * ActionDecoder.CLASSES[k]];
    }
    for (int i = 0; i < b; i++) {
      Sample sample = samples.get(i);
      SceneMotion motion = SceneMotion.random(size.crop(), sample.action().pose(), random);
      views.render(sample.cloud(), motion, batch.views, i * views.length());
      System.arraycopy(sample.words(), 0, batch.words, i * length, length);
      describe(motion.apply(sample.felt()), size.crop(), batch.robot, i * SceneEncoder.STATE);
      batch.label(i, motion.apply(sample.action()), views, random);
    }
    return batch;
  }

  /**
   * The robot's state in 12 numbers: the gripper's place in the crop (−1…1), the first two columns
   * of its rotation matrix, whether it is open, how far each finger is open (0…1).
   */
  static void describe(Proprioception felt, Crop crop, float[] out, int offset) {
    Pose pose = felt.gripper();
    double[] place = {pose.x(), pose.y(), pose.z()};
    double[] rotation = pose.rotation();
    for (int k = 0; k < 3; k++) {
      out[offset + k] = (float) (2 * (place[k] - crop.low()[k]) / crop.size(k) - 1);
      out[offset + 3 + k] = (float) rotation[3 * k];
      out[offset + 6 + k] = (float) rotation[3 * k + 1];
    }
    out[offset + 9] = felt.gripperOpen() ? 1 : 0;
    out[offset + 10] = (float) (felt.finger1() / 0.04);
    out[offset + 11] = (float) (felt.finger2() / 0.04);
  }

  private void label(int i, Keyframe action, VirtualViews views, RandomGenerator random) {
    Pose pose = action.pose();
    float[] place = views.project(pose.x(), pose.y(), pose.z());
    Heatmaps.label(place, views.size(), heatmaps, i * 3 * views.size() * views.size());
    for (int k = 0; k < 6; k++) {
      float off = POINT_JITTER * (2 * random.nextFloat() - 1);
      points[6 * i + k] = (place[k] + off) / views.size();
    }
    double[] angles = Rotation.angles(pose);
    for (int k = 0; k < 3; k++) {
      Rotation.label(angles[k], actions[k], i * Rotation.BINS);
      given[4 * i + k] = Math.floorMod(Rotation.bin(angles[k]) + jitter(random), Rotation.BINS);
    }
    int gripper = action.gripperOpen() ? 1 : 0;
    given[4 * i + 3] = gripper;
    actions[3][2 * i + gripper] = 1;
    actions[4][2 * i + (action.ignoreCollisions() ? 1 : 0)] = 1;
  }

  private static int jitter(RandomGenerator random) {
    double u = random.nextDouble();
    int k = 0;
    while (k < JITTER.length - 1 && u >= JITTER[k]) {
      u -= JITTER[k++];
    }
    return k - 2;
  }
}
