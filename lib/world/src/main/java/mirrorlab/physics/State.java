package mirrorlab.physics;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a scene at one moment (MuJoCo's {@code mjData}): positions, velocities and contacts,
 * and the step that advances them.
 *
 * <p>The buffers are MuJoCo's own memory: reading costs nothing, writing {@link #qpos}, {@link
 * #qvel} and {@link #ctrl} changes the simulation. They become invalid with {@link #close}; get
 * them from each state anew and access them by index. After {@link #step} the poses of bodies are
 * those at the start of the step; {@link #kinematics} updates them.
 *
 * <p>Different states may be used in different threads, each by one thread at a time; the same
 * holds for states of one model as long as its colours are not changed. A method throws {@link
 * PhysicsException} if MuJoCo fails in it; from then on, every call on that state fails.
 */
public final class State implements AutoCloseable {
  private static final int INTEGRATION = Layout.of("mjSTATE_INTEGRATION");

  private static final byte[] SHOWN_GROUPS = {1, 1, 1, 0, 0, 0};

  private final Model model;
  private final Struct struct;
  private final Warnings warnings;
  private final DoubleBuffer qpos;
  private final DoubleBuffer qvel;
  private final DoubleBuffer ctrl;
  private final DoubleBuffer sensordata;
  private final DoubleBuffer xpos;
  private final DoubleBuffer xquat;
  private final DoubleBuffer xmat;
  private final DoubleBuffer geomXpos;
  private final DoubleBuffer geomXmat;
  private final DoubleBuffer siteXpos;
  private final DoubleBuffer siteXmat;
  private final DoubleBuffer camXpos;
  private final DoubleBuffer camXmat;
  private long address;
  private String failure;

  /** Creates a state of the model at time 0, as the scene describes it. */
  public State(Model model) {
    this.model = model;
    address = Mj.mj_makeData(model.address());
    Messages.takeError()
        .ifPresent(
            error -> {
              throw new PhysicsException("MuJoCo cannot make a state: " + error);
            });
    struct = new Struct("data", address, Layout.of("mjData"));
    warnings = new Warnings(struct);
    int bodies = model.count(Kind.BODY);
    int geoms = model.count(Kind.GEOM);
    int sites = model.count(Kind.SITE);
    int cameras = model.count(Kind.CAMERA);
    qpos = struct.doubles("qpos", model.nq());
    qvel = struct.doubles("qvel", model.nv());
    ctrl = struct.doubles("ctrl", model.nu());
    sensordata = struct.doubles("sensordata", model.struct().size("nsensordata"));
    xpos = struct.doubles("xpos", 3 * bodies);
    xquat = struct.doubles("xquat", 4 * bodies);
    xmat = struct.doubles("xmat", 9 * bodies);
    geomXpos = struct.doubles("geom_xpos", 3 * geoms);
    geomXmat = struct.doubles("geom_xmat", 9 * geoms);
    siteXpos = struct.doubles("site_xpos", 3 * sites);
    siteXmat = struct.doubles("site_xmat", 9 * sites);
    camXpos = struct.doubles("cam_xpos", 3 * cameras);
    camXmat = struct.doubles("cam_xmat", 9 * cameras);
    kinematics();
  }

  /** The model that this state belongs to. */
  public Model model() {
    return model;
  }

  /**
   * Advances by {@link Model#timestep}.
   *
   * @throws UnstableException if a number is no longer finite or the scene has too many contacts
   */
  public void step() {
    Mj.mj_step(model.address(), address());
    checkFailure();
    warnings.check(time());
  }

  /** Advances by n steps. */
  public void step(int n) {
    for (int i = 0; i < n; i++) {
      step();
    }
  }

  /**
   * Computes all quantities derived from positions, velocities and controls, without advancing
   * time.
   */
  public void forward() {
    Mj.mj_forward(model.address(), address());
    checkFailure();
    warnings.check(time());
  }

  /** Computes the poses of bodies, geoms, sites and cameras, and the inputs of the Jacobians. */
  public void kinematics() {
    Mj.mj_kinematics(model.address(), address());
    Mj.mj_comPos(model.address(), address());
    Mj.mj_camlight(model.address(), address());
    checkFailure();
  }

  /** Resets to time 0, as the scene describes it. */
  public void reset() {
    Mj.mj_resetData(model.address(), address());
    kinematics();
  }

  /** The complete state that the future depends on; from it, the same steps give the same bits. */
  public double[] save() {
    double[] saved = new double[Mj.mj_stateSize(model.address(), INTEGRATION)];
    Mj.mj_getState(model.address(), address(), saved, INTEGRATION);
    return saved;
  }

  /** Restores the result of {@link #save}, from this or another state of an equal model. */
  public void restore(double[] saved) {
    int size = Mj.mj_stateSize(model.address(), INTEGRATION);
    if (saved.length != size) {
      throw new IllegalArgumentException(
          "saved has " + saved.length + " numbers; a state of this model has " + size);
    }
    Mj.mj_setState(model.address(), address(), saved, INTEGRATION);
    warnings.clear();
    kinematics();
  }

  /** Simulated time in seconds. */
  public double time() {
    address();
    return struct.number("time");
  }

  /** The contacts of the last step or {@link #forward}. */
  public List<Contact> contacts() {
    address();
    int n = struct.integer("ncon");
    List<Contact> contacts = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      contacts.add(Contact.read(struct.pointer("contact"), i));
    }
    return contacts;
  }

  /**
   * The Jacobian of a site with respect to the degrees of freedom, at the poses of the last {@link
   * #kinematics}.
   *
   * @param translation receives 3×nv numbers in row-major order: metres per second per unit of
   *     velocity
   * @param rotation receives 3×nv numbers in row-major order: radians per second per unit of
   *     velocity
   */
  public void siteJacobian(int site, double[] translation, double[] rotation) {
    check(Kind.SITE, site);
    int size = 3 * model.nv();
    if (translation.length != size || rotation.length != size) {
      throw new IllegalArgumentException(
          "a Jacobian of this model has 3×nv = "
              + size
              + " numbers, not "
              + translation.length
              + " and "
              + rotation.length);
    }
    Mj.mj_jacSite(model.address(), address(), translation, rotation, site);
    checkFailure();
  }

  /**
   * The first visible geom that a ray hits.
   *
   * @param from 3 metres in the world
   * @param direction 3 numbers; the ray is from + distance · direction
   */
  public Optional<Hit> ray(double[] from, double[] direction) {
    if (from.length != 3 || direction.length != 3) {
      throw new IllegalArgumentException("a ray needs 3 numbers for its start and its direction");
    }
    int[] geom = {-1};
    double distance =
        Mj.mj_ray(
            model.address(), address(), from, direction, SHOWN_GROUPS, (byte) 1, -1, geom, null);
    checkFailure();
    return geom[0] < 0 ? Optional.empty() : Optional.of(new Hit(geom[0], distance));
  }

  /** Joint positions; see {@link Joint#qpos}. */
  public DoubleBuffer qpos() {
    return live(qpos);
  }

  /** Joint velocities; see {@link Joint#dof}. */
  public DoubleBuffer qvel() {
    return live(qvel);
  }

  /** Controls; see {@link Actuator#ctrl}. */
  public DoubleBuffer ctrl() {
    return live(ctrl);
  }

  /** Sensor readings of the last step; see {@link Model#sensorAddress}. */
  public DoubleBuffer sensordata() {
    return live(sensordata);
  }

  /** Positions of the bodies, 3 metres each. */
  public DoubleBuffer xpos() {
    return live(xpos);
  }

  /** Orientations of the bodies, quaternions in MuJoCo's order w x y z. */
  public DoubleBuffer xquat() {
    return live(xquat);
  }

  /** Orientations of the bodies, 9 numbers by rows each. */
  public DoubleBuffer xmat() {
    return live(xmat);
  }

  /** Positions of the geoms, 3 metres each. */
  public DoubleBuffer geomXpos() {
    return live(geomXpos);
  }

  /** Orientations of the geoms, 9 numbers by rows each. */
  public DoubleBuffer geomXmat() {
    return live(geomXmat);
  }

  /** Positions of the sites, 3 metres each. */
  public DoubleBuffer siteXpos() {
    return live(siteXpos);
  }

  /** Orientations of the sites, 9 numbers by rows each. */
  public DoubleBuffer siteXmat() {
    return live(siteXmat);
  }

  /** Positions of the cameras, 3 metres each. */
  public DoubleBuffer camXpos() {
    return live(camXpos);
  }

  /** Orientations of the cameras, 9 numbers by rows each; a camera looks along its −z. */
  public DoubleBuffer camXmat() {
    return live(camXmat);
  }

  /** Position of a body, 3 metres. */
  public double[] bodyPosition(int body) {
    return copy(xpos(), body, 3);
  }

  /** Orientation of a body, 9 numbers by rows. */
  public double[] bodyRotation(int body) {
    return copy(xmat(), body, 9);
  }

  /** Position of a site, 3 metres. */
  public double[] sitePosition(int site) {
    return copy(siteXpos(), site, 3);
  }

  /** Orientation of a site, 9 numbers by rows. */
  public double[] siteRotation(int site) {
    return copy(siteXmat(), site, 9);
  }

  /** Position of a geom, 3 metres. */
  public double[] geomPosition(int geom) {
    return copy(geomXpos(), geom, 3);
  }

  /** Orientation of a geom, 9 numbers by rows. */
  public double[] geomRotation(int geom) {
    return copy(geomXmat(), geom, 9);
  }

  /** Position of a camera, 3 metres. */
  public double[] cameraPosition(int camera) {
    return copy(camXpos(), camera, 3);
  }

  /** Orientation of a camera, 9 numbers by rows; it looks along its −z. */
  public double[] cameraRotation(int camera) {
    return copy(camXmat(), camera, 9);
  }

  /** Frees the native memory. */
  @Override
  public void close() {
    if (address != 0) {
      Mj.mj_deleteData(address);
      address = 0;
    }
  }

  private static double[] copy(DoubleBuffer buffer, int index, int size) {
    double[] values = new double[size];
    buffer.get(index * size, values);
    return values;
  }

  private DoubleBuffer live(DoubleBuffer buffer) {
    address();
    return buffer;
  }

  private long address() {
    model.address();
    if (address == 0) {
      throw new IllegalStateException("this State is closed");
    }
    if (failure != null) {
      throw failed();
    }
    return address;
  }

  private void check(Kind kind, int id) {
    if (id < 0 || id >= model.count(kind)) {
      throw new IndexOutOfBoundsException(
          kind.word + " " + id + " of a scene that has " + model.count(kind));
    }
  }

  private void checkFailure() {
    Messages.takeError()
        .ifPresent(
            error -> {
              failure = error;
              throw failed();
            });
  }

  private PhysicsException failed() {
    return new PhysicsException(
        "MuJoCo failed: " + failure + ". This State cannot be used any more; make a new one");
  }
}
