package mirrorlab.physics;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A compiled scene (MuJoCo's {@code mjModel}): everything that stays constant during simulation.
 *
 * <pre>{@code
 * try (Model model = Model.parse(mjcf, Map.of()); State state = new State(model)) {
 *   state.step(500);
 *   double[] position = state.bodyPosition(model.id(Kind.BODY, "box"));
 * }
 * }</pre>
 *
 * <p>Different models may be used in different threads, but each model by only one thread at a
 * time. A model must stay open as long as its states. Colours come from {@code rgba}; materials and
 * textures are ignored.
 */
public final class Model implements AutoCloseable {
  /**
   * Minimum scratch memory of a state: 64 MiB of address space, of which only the used pages are
   * backed. After a "stack overflow" MuJoCo continues and writes outside its memory, so no scene
   * may come near that limit, whatever its MJCF requests.
   */
  private static final long ARENA_BYTES = 64L << 20;

  private long address;
  private final Struct struct;
  private final List<String> warnings;
  private final List<Geom> geoms;
  private final List<Joint> joints;
  private final List<Actuator> actuators;
  private final FloatBuffer rgba;

  private Model(long address, List<String> warnings) {
    this.address = address;
    this.warnings = warnings;
    struct = new Struct("model", address, Layout.of("mjModel"));
    struct.set("narena", Math.max(ARENA_BYTES, struct.size("narena")));
    geoms = readGeoms();
    joints = readJoints();
    actuators = readActuators();
    rgba = struct.floats("geom_rgba", 4 * geoms.size());
  }

  /**
   * Compiles a scene.
   *
   * @param mjcf MuJoCo's scene description, an XML text
   * @param assets the files that it refers to, such as {@code link0.stl}, by name
   * @throws PhysicsException with MuJoCo's message if the scene is invalid, or if the library
   *     cannot be loaded
   */
  public static Model parse(String mjcf, Map<String, byte[]> assets) {
    MuJoCo.load();
    Messages.takeWarnings(); // discard those of earlier calls
    try (Memory vfs = new Memory(Layout.of("mjVFS"))) {
      Mj.mj_defaultVFS(vfs);
      try {
        assets.forEach((name, bytes) -> Mj.mj_addBufferVFS(vfs, name, bytes, bytes.length));
        return new Model(compile(mjcf, vfs), Messages.takeWarnings());
      } finally {
        Mj.mj_deleteVFS(vfs);
      }
    }
  }

  private static long compile(String mjcf, Memory vfs) {
    byte[] error = new byte[1024];
    long spec = Mj.mj_parseXMLString(mjcf, vfs, error, error.length);
    if (spec == 0) {
      throw refused(Native.toString(error, "UTF-8"));
    }
    try {
      long model = Mj.mj_compile(spec, vfs);
      if (model == 0) {
        throw refused(Mj.mjs_getError(spec));
      }
      return model;
    } finally {
      Mj.mj_deleteSpec(spec);
    }
  }

  private static PhysicsException refused(String message) {
    return new PhysicsException("MuJoCo does not accept the scene: " + message.strip());
  }

  /** Warnings that MuJoCo issued while compiling the scene. */
  public List<String> warnings() {
    return warnings;
  }

  /** The number of elements of a kind; ids run from 0 to this number − 1. */
  public int count(Kind kind) {
    return struct.size(kind.size);
  }

  /**
   * The id of a named element.
   *
   * @throws IllegalArgumentException if the model has no element of that name; the message lists
   *     the existing names
   */
  public int id(Kind kind, String name) {
    int id = Mj.mj_name2id(address(), kind.code, name);
    if (id < 0) {
      String names =
          IntStream.range(0, count(kind))
              .mapToObj(i -> name(kind, i))
              .filter(n -> !n.isEmpty())
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "the scene has no " + kind.word + " named " + name + "; it has " + names);
    }
    return id;
  }

  /** The name of an element, empty if it has none. */
  public String name(Kind kind, int id) {
    String name = Mj.mj_id2name(address(), kind.code, id);
    return name == null ? "" : name;
  }

  /** All geoms; a geom's id is its index. */
  public List<Geom> geoms() {
    return geoms;
  }

  /** The geom with a given name; see {@link #id}. */
  public Geom geom(String name) {
    return geoms.get(id(Kind.GEOM, name));
  }

  /** All joints; a joint's id is its index. */
  public List<Joint> joints() {
    return joints;
  }

  /** The joint with a given name; see {@link #id}. */
  public Joint joint(String name) {
    return joints.get(id(Kind.JOINT, name));
  }

  /** All actuators; an actuator's id is its index. */
  public List<Actuator> actuators() {
    return actuators;
  }

  /** The actuator with a given name; see {@link #id}. */
  public Actuator actuator(String name) {
    return actuators.get(id(Kind.ACTUATOR, name));
  }

  /** The parent of a body; the world, body 0, is its own parent. */
  public int parent(int body) {
    return struct.ints("body_parentid", count(Kind.BODY)).get(body);
  }

  /** The triangles of a mesh. */
  public Mesh mesh(int mesh) {
    int count = count(Kind.MESH);
    float[] vertices = new float[3 * struct.ints("mesh_vertnum", count).get(mesh)];
    int[] faces = new int[3 * struct.ints("mesh_facenum", count).get(mesh)];
    struct
        .floats("mesh_vert", 3 * struct.size("nmeshvert"))
        .get(3 * struct.ints("mesh_vertadr", count).get(mesh), vertices);
    struct
        .ints("mesh_face", 3 * struct.size("nmeshface"))
        .get(3 * struct.ints("mesh_faceadr", count).get(mesh), faces);
    return new Mesh(vertices, faces);
  }

  /** A camera's vertical field of view in degrees. */
  public double cameraFovy(int camera) {
    return struct.doubles("cam_fovy", count(Kind.CAMERA)).get(camera);
  }

  /** Index of a sensor's first number in {@link State#sensordata}. */
  public int sensorAddress(String name) {
    int sensor = id(Kind.SENSOR, name);
    return struct.ints("sensor_adr", count(Kind.SENSOR)).get(sensor);
  }

  /** Length of {@link State#qpos}. */
  public int nq() {
    return struct.size("nq");
  }

  /** Length of {@link State#qvel}: the degrees of freedom. */
  public int nv() {
    return struct.size("nv");
  }

  /** Length of {@link State#ctrl}. */
  public int nu() {
    return struct.size("nu");
  }

  /** Duration of one step in seconds. */
  public double timestep() {
    return struct.number("opt.timestep");
  }

  /** The current colour of a geom: red, green, blue, opacity, each 0 to 1. */
  public float[] rgba(int geom) {
    address();
    float[] colour = new float[4];
    rgba.get(4 * geom, colour);
    return colour;
  }

  /** Changes a geom's colour, as when a button lights up. */
  public void setRgba(int geom, float red, float green, float blue, float opacity) {
    address();
    rgba.put(4 * geom, new float[] {red, green, blue, opacity});
  }

  /** Frees the native memory; its states must be closed first. */
  @Override
  public void close() {
    if (address != 0) {
      Mj.mj_deleteModel(address);
      address = 0;
    }
  }

  Struct struct() {
    return struct;
  }

  long address() {
    if (address == 0) {
      throw new IllegalStateException("this Model is closed");
    }
    return address;
  }

  private List<Geom> readGeoms() {
    int n = count(Kind.GEOM);
    IntBuffer shape = struct.ints("geom_type", n);
    DoubleBuffer size = struct.doubles("geom_size", 3 * n);
    IntBuffer body = struct.ints("geom_bodyid", n);
    IntBuffer mesh = struct.ints("geom_dataid", n);
    IntBuffer group = struct.ints("geom_group", n);
    List<Geom> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Shape kind = Shape.values()[shape.get(i)];
      double[] lengths = {size.get(3 * i), size.get(3 * i + 1), size.get(3 * i + 2)};
      // A primitive that was fitted to a mesh keeps the mesh's id, but is not itself a mesh.
      int meshId = kind == Shape.MESH ? mesh.get(i) : -1;
      list.add(new Geom(i, name(Kind.GEOM, i), kind, lengths, body.get(i), meshId, group.get(i)));
    }
    return List.copyOf(list);
  }

  private List<Joint> readJoints() {
    int n = count(Kind.JOINT);
    IntBuffer qpos = struct.ints("jnt_qposadr", n);
    IntBuffer dof = struct.ints("jnt_dofadr", n);
    DoubleBuffer range = struct.doubles("jnt_range", 2 * n);
    List<Joint> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      String name = name(Kind.JOINT, i);
      list.add(new Joint(i, name, qpos.get(i), dof.get(i), range.get(2 * i), range.get(2 * i + 1)));
    }
    return List.copyOf(list);
  }

  private List<Actuator> readActuators() {
    int n = count(Kind.ACTUATOR);
    IntBuffer ctrl = struct.ints("actuator_ctrladr", n);
    DoubleBuffer range = struct.doubles("actuator_ctrlrange", 2 * nu());
    List<Actuator> list = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int first = ctrl.get(i);
      String name = name(Kind.ACTUATOR, i);
      list.add(new Actuator(i, name, first, range.get(2 * first), range.get(2 * first + 1)));
    }
    return List.copyOf(list);
  }
}
