package mirrorlab.execution;

import java.util.List;
import java.util.random.RandomGenerator;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Proprioception;

/**
 * B keyframes as plain arrays, built outside the training thread.
 *
 * @param size B
 * @param coarse inputs and labels of the coarse stage, which sees the whole table
 * @param fine inputs and labels of the fine stage, which sees a cube around the action
 * @param words B×L ids
 * @param rings B×4R×72, polar samples of the fine top view around the action
 * @param points B×3×2 columns and rows of the action in the fine views, 0 to 1
 * @param given B×3 classes that the action decoder gets as input: rotation x, y (jittered), gripper
 * @param actions labels of the action's five tokens, each B×classes
 */
public record Batch(
    int size,
    Stage coarse,
    Stage fine,
    int[] words,
    float[] rings,
    float[] points,
    int[] given,
    float[][] actions) {

  /**
   * A stage's inputs and labels.
   *
   * @param views B×3×10×H×W
   * @param robot B×12, relative to the views' crop
   * @param heatmaps B×3×H×W labels
   */
  public record Stage(float[] views, float[] robot, float[] heatmaps) {
    Stage(int b, PolicySize size) {
      this(
          new float[b * 3 * VirtualViews.CHANNELS * size.pixels() * size.pixels()],
          new float[b * SceneEncoder.STATE],
          new float[b * 3 * size.pixels() * size.pixels()]);
    }

    private void fill(
        int i, VirtualViews shown, Sample sample, PointCloud cloud, Se3Augmentation motion) {
      shown.render(cloud, motion, views, i * shown.length());
      describe(motion.apply(sample.felt()), shown.crop(), robot, i * SceneEncoder.STATE);
      float[] place = shown.project(motion.apply(sample.action()).pose());
      Heatmaps.label(place, shown.size(), heatmaps, i * 3 * shown.size() * shown.size());
    }
  }

  /** Probabilities of shifting an input rotation by −2…2 bins, as in ARP. */
  private static final double[] JITTER = {.1, .2, .4, .2, .1};

  /** Largest jitter of the point at which features are sampled, in pixels. */
  private static final float POINT_JITTER = 0.5f;

  /** Standard deviation of the rings' centre from the action, in metres. */
  private static final double RING_OFF = 0.002;

  private static final double FAR = 3; // half crop sizes

  /** Standard deviation and maximum of the cube's offset from the action, in metres. */
  private static final double OFF = 0.012;

  private static final double FARTHEST = 0.04;

  /** Probability that the cube lies at a neighbour instead, and its largest offset, in metres. */
  private static final double NEIGHBOUR = 0.25;

  private static final double FAR_OFF = 0.08;

  /** Renders samples under random motions and labels them. */
  static Batch of(List<Sample> samples, PolicySize size, RandomGenerator random) {
    int length = samples.get(0).words().length;
    int b = samples.size();
    Batch batch =
        new Batch(
            b,
            new Stage(b, size),
            new Stage(b, size),
            new int[b * length],
            new float[b * VirtualViews.RING_CHANNELS * Rotation.BINS],
            new float[b * 6],
            new int[b * ActionDecoder.GIVEN.length],
            new float[ActionDecoder.CLASSES.length][]);
    for (int k = 0; k < batch.actions.length; k++) {
      batch.actions[k] = new float[b * ActionDecoder.CLASSES[k]];
    }
    VirtualViews table = new VirtualViews(size.crop(), size.pixels());
    for (int i = 0; i < b; i++) {
      Sample sample = samples.get(i);
      PointCloud cloud = sample.cloud();
      Se3Augmentation motion = Se3Augmentation.random(size.crop(), sample.action().pose(), random);
      Keyframe action = motion.apply(sample.action());
      VirtualViews closer = new VirtualViews(cube(action.pose(), size, random), size.pixels());
      batch.coarse.fill(i, table, sample, cloud, motion);
      batch.fine.fill(i, closer, sample, cloud, motion);
      System.arraycopy(sample.words(), 0, batch.words, i * length, length);
      batch.label(i, action, closer, random);
    }
    return batch;
  }

  /**
   * A fine crop as if the coarse stage were off by a centimetre or two or, sometimes, had picked a
   * neighbour of the target: at its resolution the holes of a lid look alike, and only the fine
   * stage can tell them apart.
   */
  private static Crop cube(Pose action, PolicySize size, RandomGenerator random) {
    boolean neighbour = random.nextDouble() < NEIGHBOUR;
    double[] centre = {action.x(), action.y(), action.z()};
    for (int axis = 0; axis < 3; axis++) {
      double off =
          neighbour && axis < 2
              ? random.nextDouble(-FAR_OFF, FAR_OFF)
              : Math.max(-FARTHEST, Math.min(FARTHEST, OFF * random.nextGaussian()));
      centre[axis] += off;
    }
    return Crop.below(centre, size.closer());
  }

  /**
   * The robot's state in 12 numbers: the gripper's position in the crop (−1…1, outside up to ±3),
   * the first two columns of its rotation matrix, its open flag, each finger's opening (0…1).
   */
  static void describe(Proprioception felt, Crop crop, float[] out, int offset) {
    Pose pose = felt.gripper();
    double[] place = {pose.x(), pose.y(), pose.z()};
    double[] rotation = pose.rotation();
    for (int k = 0; k < 3; k++) {
      double at = 2 * (place[k] - crop.low()[k]) / crop.size(k) - 1;
      out[offset + k] = (float) Math.max(-FAR, Math.min(FAR, at));
      out[offset + 3 + k] = (float) rotation[3 * k];
      out[offset + 6 + k] = (float) rotation[3 * k + 1];
    }
    out[offset + 9] = felt.gripperOpen() ? 1 : 0;
    out[offset + 10] = (float) (felt.finger1() / 0.04);
    out[offset + 11] = (float) (felt.finger2() / 0.04);
  }

  private void label(int i, Keyframe action, VirtualViews closer, RandomGenerator random) {
    Pose pose = action.pose();
    float[] place = closer.project(pose);
    for (int k = 0; k < 6; k++) {
      float off = POINT_JITTER * (2 * random.nextFloat() - 1);
      points[6 * i + k] = (place[k] + off) / closer.size();
    }
    closer.rings(
        fine.views,
        i * closer.length(),
        pose.x() + RING_OFF * random.nextGaussian(),
        pose.y() + RING_OFF * random.nextGaussian(),
        rings,
        i * VirtualViews.RING_CHANNELS * Rotation.BINS);
    double[] angles = Rotation.angles(pose);
    for (int k = 0; k < 3; k++) {
      Rotation.label(angles[k], actions[k], i * Rotation.BINS);
    }
    for (int k = 0; k < 2; k++) {
      given[3 * i + k] = Math.floorMod(Rotation.bin(angles[k]) + jitter(random), Rotation.BINS);
    }
    int gripper = action.gripperOpen() ? 1 : 0;
    given[3 * i + 2] = gripper;
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
