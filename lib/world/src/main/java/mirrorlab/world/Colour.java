package mirrorlab.world;

import java.util.Locale;

/** The twenty colours that instructions use, in the order of the variations. */
public enum Colour {
  RED(1, 0, 0),
  MAROON(0.5, 0, 0),
  LIME(0, 1, 0),
  GREEN(0, 0.5, 0),
  BLUE(0, 0, 1),
  NAVY(0, 0, 0.5),
  YELLOW(1, 1, 0),
  CYAN(0, 1, 1),
  MAGENTA(1, 0, 1),
  SILVER(0.75, 0.75, 0.75),
  GRAY(0.5, 0.5, 0.5),
  ORANGE(1, 0.5, 0),
  OLIVE(0.5, 0.5, 0),
  PURPLE(0.5, 0, 0.5),
  TEAL(0, 0.5, 0.5),
  AZURE(0, 0.5, 1),
  VIOLET(0.5, 0, 1),
  ROSE(1, 0, 0.5),
  BLACK(0, 0, 0),
  WHITE(1, 1, 1);

  private final double red;
  private final double green;
  private final double blue;

  Colour(double red, double green, double blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  /** The colour's word in an instruction: {@code "maroon"}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The opaque colour in MJCF notation: {@code "0.5 0.0 0.0 1"}. */
  public String rgba() {
    return red + " " + green + " " + blue + " 1";
  }

  /** Red, green, blue and opacity, each from 0 to 1. */
  public float[] components() {
    return new float[] {(float) red, (float) green, (float) blue, 1};
  }
}
