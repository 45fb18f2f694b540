package mirrorlab.execution;

import mirrorlab.episode.Pose;

/**
 * Orientations as three angles, each in 72 bins of 5°, which the policy chooses one after another.
 *
 * <pre>  R = Rz(c) · Ry(b) · Rx(a)      a, c in [0, 2π),  b in [−π/2, π/2]</pre>
 *
 * A gripper that points down with any yaw is (180°, 0°, yaw); one that points horizontally with its
 * fingers above each other is (±90°, 0°, heading). Both are as far as possible from the gimbal lock
 * at b = ±90°. At the lock (a horizontal gripper with its fingers beside each other) only the
 * difference of a and c counts; there a is 180°, so that it reads as the downward gripper tilted by
 * b, and c is its heading. The centres of the bins are the multiples of 5°, so that the common
 * angles are exact.
 */
final class Rotation {
  private Rotation() {}

  /** Bins of an angle. */
  static final int BINS = 72;

  private static final double STEP = 2 * Math.PI / BINS;

  /** Standard deviation of a soft label, in bins: 4°. */
  private static final double SIGMA = 0.8;

  /** The cosine of b (1.1° from the lock) below which the canonical decomposition is taken. */
  private static final double LOCK = 0.02;

  /** The angles a, b, c about x, y, z, in radians. */
  static double[] angles(Pose pose) {
    double[] r = pose.rotation();
    double b = Math.atan2(-r[6], Math.hypot(r[0], r[3]));
    if (Math.cos(b) < LOCK) {
      return new double[] {Math.PI, b, positive(Math.atan2(r[1], -r[4]))};
    }
    return new double[] {positive(Math.atan2(r[7], r[8])), b, positive(Math.atan2(r[3], r[0]))};
  }

  /** The pose at a position (x, y, z in metres) with the given angles about x, y, z. */
  static Pose pose(double[] place, double[] angles) {
    double ca = Math.cos(angles[0] / 2);
    double sa = Math.sin(angles[0] / 2);
    double cb = Math.cos(angles[1] / 2);
    double sb = Math.sin(angles[1] / 2);
    double cc = Math.cos(angles[2] / 2);
    double sc = Math.sin(angles[2] / 2);
    return new Pose(
        place[0],
        place[1],
        place[2],
        sa * cb * cc - ca * sb * sc,
        ca * sb * cc + sa * cb * sc,
        ca * cb * sc - sa * sb * cc,
        ca * cb * cc + sa * sb * sc);
  }

  /** The bin whose centre is nearest. */
  static int bin(double angle) {
    return Math.floorMod(Math.round(angle / STEP), BINS);
  }

  /** Writes a circular Gaussian of σ = 4° that sums to 1, 72 numbers from offset. */
  static void label(double angle, float[] out, int offset) {
    double[] weights = new double[BINS];
    double sum = 0;
    for (int i = 0; i < BINS; i++) {
      double d = Math.IEEEremainder(i - angle / STEP, BINS) / SIGMA;
      weights[i] = Math.exp(-0.5 * d * d);
      sum += weights[i];
    }
    for (int i = 0; i < BINS; i++) {
      out[offset + i] = (float) (weights[i] / sum);
    }
  }

  /** The angle of 72 logits from offset: the soft mean of the best bin and its neighbours. */
  static double angle(float[] logits, int offset) {
    int best = 0;
    for (int i = 1; i < BINS; i++) {
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    double mean = 0;
    double sum = 0;
    for (int d = -2; d <= 2; d++) {
      double logit = logits[offset + Math.floorMod(best + d, BINS)];
      double weight = Math.exp(logit - logits[offset + best]);
      mean += weight * d;
      sum += weight;
    }
    return (best + mean / sum) * STEP;
  }

  private static double positive(double angle) {
    return angle < 0 ? angle + 2 * Math.PI : angle;
  }
}
