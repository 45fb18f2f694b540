package mirrorlab.figures;

import java.awt.Color;

/**
 * A perceptually uniform scale from dark to light (viridis), which also works in greyscale and for
 * colour-blind readers.
 */
final class ColorScale {
  private static final Color[] STOPS = {
    new Color(0x440154), new Color(0x414487), new Color(0x2a788e),
    new Color(0x22a884), new Color(0x7ad151), new Color(0xfde725)
  };

  private ColorScale() {}

  /** The colour for a fraction from 0 to 1. */
  static Color at(double share) {
    double place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
    int i = Math.min((int) place, STOPS.length - 2);
    double t = place - i;
    Color a = STOPS[i];
    Color b = STOPS[i + 1];
    return new Color(
        mix(a.getRed(), b.getRed(), t),
        mix(a.getGreen(), b.getGreen(), t),
        mix(a.getBlue(), b.getBlue(), t));
  }

  private static int mix(int a, int b, double t) {
    return (int) Math.round(a + t * (b - a));
  }
}
