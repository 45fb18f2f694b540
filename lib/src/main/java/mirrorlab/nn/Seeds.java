package mirrorlab.nn;

import java.util.SplittableRandom;

/** Independent streams of random numbers, so that any step can be made again by itself. */
public final class Seeds {
  private Seeds() {}

  /** The stream of one step under one seed. */
  public static SplittableRandom at(long seed, long step) {
    // The seed is mixed first: streams of neighbouring numbers are independent, sums are not.
    return new SplittableRandom(new SplittableRandom(seed).nextLong() + step);
  }
}
