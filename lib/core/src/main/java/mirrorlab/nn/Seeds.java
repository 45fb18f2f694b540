package mirrorlab.nn;

import java.util.SplittableRandom;

/** Independent random streams, so that any step can be reproduced by itself. */
public final class Seeds {
  private Seeds() {}

  /** The stream of one step under one seed. */
  public static SplittableRandom at(long seed, long step) {
    // The seed is mixed first: streams of neighbouring numbers are independent, but sums coincide.
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + step);
  }

  /**
   * The stream of one step for one purpose, such as {@code shifts}: draws for one purpose do not
   * change those for another.
   */
  public static SplittableRandom at(long seed, String purpose, long step) {
    return at(of(seed, purpose), step);
  }

  /** A separate seed for one purpose, such as the initial weights of the maps. */
  public static long of(long seed, String purpose) {
    return at(seed, purpose.hashCode()).nextLong();
  }
}
