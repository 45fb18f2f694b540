package mirrorlab.world;

import java.util.List;

/**
 * A path through joint angles, followed at constant speed.
 *
 * @param points two or more, of 7 radians each
 * @param lengths path length from the first point to each, by the joint that turns most; ascending
 */
record Path(List<double[]> points, double[] lengths) {

  static Path through(List<double[]> points) {
    double[] lengths = new double[points.size()];
    for (int i = 1; i < lengths.length; i++) {
      lengths[i] = lengths[i - 1] + gap(points.get(i - 1), points.get(i));
    }
    return new Path(List.copyOf(points), lengths);
  }

  /** The largest turn of a joint between two sets of angles, in radians. */
  static double gap(double[] a, double[] b) {
    double gap = 0;
    for (int j = 0; j < a.length; j++) {
      gap = Math.max(gap, Math.abs(a[j] - b[j]));
    }
    return gap;
  }

  double length() {
    return lengths[lengths.length - 1];
  }

  /** The angles at a fraction (0 to 1) of the length. */
  double[] at(double fraction) {
    double wanted = fraction * length();
    int next = 1;
    while (next < lengths.length - 1 && lengths[next] < wanted) {
      next++;
    }
    double[] a = points.get(next - 1);
    double[] b = points.get(next);
    double span = lengths[next] - lengths[next - 1];
    double t = span == 0 ? 1 : Math.min(1, (wanted - lengths[next - 1]) / span);
    double[] angles = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      angles[j] = a[j] + t * (b[j] - a[j]);
    }
    return angles;
  }
}
