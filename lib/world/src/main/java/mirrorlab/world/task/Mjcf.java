package mirrorlab.world.task;

/** MJCF attributes shared by several tasks. */
final class Mjcf {
  /** Attributes of a purely visual geom: no contacts, no mass. */
  static final String VISUAL_ONLY = "contype=\"0\" conaffinity=\"0\" mass=\"0\"";

  private Mjcf() {}
}
