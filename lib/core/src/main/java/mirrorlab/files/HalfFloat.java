package mirrorlab.files;

/** Half-precision numbers of IEEE 754: a sign, 5 bits of exponent, 10 of fraction. */
public final class HalfFloat {
  private HalfFloat() {}

  /** The exact value of the bits. */
  public static float value(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1024f + fraction, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }
}
