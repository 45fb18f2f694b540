package mirrorlab.physics;

/** The kinds of named elements in a model. */
public enum Kind {
  BODY("body", "nbody"),
  JOINT("joint", "njnt"),
  GEOM("geom", "ngeom"),
  SITE("site", "nsite"),
  CAMERA("camera", "ncam"),
  MESH("mesh", "nmesh"),
  ACTUATOR("actuator", "nactuator"),
  SENSOR("sensor", "nsensor");

  final String word;
  final String size;
  final int code = Layout.of("mjOBJ_" + name());

  Kind(String word, String size) {
    this.word = word;
    this.size = size;
  }
}
