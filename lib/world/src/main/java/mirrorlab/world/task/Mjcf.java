package mirrorlab.world.task;

/** Attributes in MuJoCo's XML that several tasks share. */
final class Mjcf {
  /** Of a geom that is only seen: it touches nothing and weighs nothing. */
  static final String VISUAL_ONLY = "contype=\"0\" conaffinity=\"0\" mass=\"0\"";

  private Mjcf() {}
}
