package mirrorlab.files;

/** Makes unchecked texts from files safe for messages: short, and on one line. */
public final class Sanitized {
  private static final int LONGEST = 100; // characters

  private Sanitized() {}

  /** The text with ? for unprintable characters, and … for the rest beyond a hundred characters. */
  public static String of(String text) {
    String visible = text.replaceAll("[^\\p{Print}]", "?");
    return visible.length() > LONGEST ? visible.substring(0, LONGEST) + "…" : visible;
  }
}
