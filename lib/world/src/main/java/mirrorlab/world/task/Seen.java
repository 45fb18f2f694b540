package mirrorlab.world.task;

/** What geoms have in common that are only seen: they show what a thing is, nothing meets them. */
final class Seen {
  /** Their attributes in MJCF: they touch nothing and weigh nothing. */
  static final String ONLY = "contype=\"0\" conaffinity=\"0\" mass=\"0\"";

  private Seen() {}
}
