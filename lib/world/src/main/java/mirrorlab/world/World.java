package mirrorlab.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Camera;
import mirrorlab.episode.Image;
import mirrorlab.episode.Keyframe;
import mirrorlab.episode.Observation;
import mirrorlab.episode.Pose;
import mirrorlab.episode.Projection;
import mirrorlab.episode.Proprioception;
import mirrorlab.episode.View;
import mirrorlab.episode.Workspace;
import mirrorlab.physics.Geom;
import mirrorlab.physics.Kind;
import mirrorlab.physics.Model;
import mirrorlab.physics.State;
import mirrorlab.physics.UnstableException;

/**
 * A table with the objects of one task on it and a robot at it. Task, variation and seed determine
 * everything in it.
 *
 * <pre>{@code
 * try (World world = World.create(Tasks.named("close_jar"), 3, 7)) {
 *   Rollout rollout = Rollout.demonstrate(world);
 *   List<Image> video = world.video(8, Camera.OBSERVER, 64, 64);
 * }
 * }</pre>
 *
 * <p>To be used by one thread at a time; different worlds may run in different threads.
 */
public final class World implements AutoCloseable {
  /** Width and height, in pixels, of the pictures in an {@link Observation}. */
  public static final int VIEW_SIZE = 64;

  private static final int DRAWS = 50;
  private static final int SETTLE = 20; // control steps until the objects lie still
  static final String ROOM = new String(resource("scene.xml"), StandardCharsets.UTF_8);
  static final Map<String, byte[]> MESHES =
      Stream.of(
              "link0", "link1", "link2", "link3", "link4", "link5", "link6", "link7", "hand",
              "finger")
          .map(link -> "panda/" + link + ".stl")
          .collect(Collectors.toUnmodifiableMap(Function.identity(), World::resource));

  private final Task task;
  private final int variation;
  private final long seed;
  private final List<Integer> inPlay;
  private final Goal goal;
  private final Model model;
  private final State state;
  private final State scratch;
  private final Kinematics kinematics;
  private final Controller controller;
  private final Motion motion;
  private final Renderer renderer;

  private World(Task task, int variation, long seed, List<Integer> inPlay, Goal goal, Model model) {
    this.task = task;
    this.variation = variation;
    this.seed = seed;
    this.inPlay = inPlay;
    this.goal = goal;
    this.model = model;
    state = new State(model);
    scratch = new State(model);
    kinematics = new Kinematics(scratch);
    controller = new Controller(state, kinematics, this::afterControl);
    motion = new Motion(model);
    renderer = new Renderer(model);
  }

  /** Like {@link #create(Task, int, long, List)}, with all of the task's variations in play. */
  public static World create(Task task, int variation, long seed) {
    return create(task, variation, seed, IntStream.range(0, task.variations()).boxed().toList());
  }

  /**
   * Creates a world and places its objects.
   *
   * @param inPlay variations whose objects may be distractors; see {@link Scene#distractors}
   * @throws IllegalArgumentException if the task has no such variation
   * @throws IllegalStateException if {@value #DRAWS} draws find no places for the objects without
   *     overlap and within reach of the gripper; the message names the scene
   */
  public static World create(Task task, int variation, long seed, List<Integer> inPlay) {
    if (variation < 0 || variation >= task.variations()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "variation is %d; %s has 0 to %d",
              variation,
              task.id(),
              task.variations() - 1));
    }
    String name =
        String.format(Locale.ROOT, "%s, variation %d, seed %d", task.id(), variation, seed);
    SplittableRandom mixed = new SplittableRandom(31L * task.id().hashCode() + variation);
    SplittableRandom random = new SplittableRandom(mixed.nextLong() ^ seed);
    String reason = "";
    for (int i = 0; i < DRAWS; i++) {
      try {
        World world = draw(task, variation, seed, new Scene(name, inPlay, random));
        Optional<Pose> tooFar = world.outOfReach();
        if (tooFar.isEmpty()) {
          return world;
        }
        world.close();
        reason = "the gripper does not reach " + tooFar.get();
      } catch (Scene.NoRoomException e) {
        reason = e.getMessage();
      }
    }
    throw new IllegalStateException(
        String.format(
            Locale.ROOT, "%d draws gave no scene for %s; in the last one %s", DRAWS, name, reason));
  }

  private static World draw(Task task, int variation, long seed, Scene scene) {
    Goal goal = task.build(scene, variation);
    World world =
        new World(task, variation, seed, scene.inPlay(), goal, Model.parse(scene.in(ROOM), MESHES));
    try {
      world.controller.hold(SETTLE);
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  /** The first of the goal's waypoints that the gripper cannot reach. */
  private Optional<Pose> outOfReach() {
    return goal.waypoints(this).stream()
        .filter(pose -> !Workspace.contains(pose) || !controller.reaches(pose))
        .findFirst();
  }

  /** The task of this world. */
  public Task task() {
    return task;
  }

  /** The variation, an index among the task's variations. */
  public int variation() {
    return variation;
  }

  /** The seed of all randomness. */
  public long seed() {
    return seed;
  }

  /** Variations whose objects may be distractors. */
  public List<Integer> inPlay() {
    return inPlay;
  }

  /** The goal of this scene. */
  public Goal goal() {
    return goal;
  }

  /** The instruction of evaluation. */
  public String instruction() {
    return task.instructions(variation).get(0);
  }

  /** The robot's current observation: its cameras' views and proprioception. */
  public Observation observe() {
    List<View> views = new ArrayList<>();
    for (Camera camera : Camera.POLICY) {
      views.add(view(camera, VIEW_SIZE, VIEW_SIZE));
    }
    Proprioception proprioception =
        new Proprioception(
            gripper().inFloats(), controller.open(), (float) finger(0), (float) finger(1));
    return new Observation(views, proprioception);
  }

  /** The current view of a camera, with depth. */
  public View view(Camera camera, int width, int height) {
    Projection projection = projection(camera, state, width, height);
    Rendering rendering = renderer.render(state, projection);
    char[] millimetres = new char[width * height];
    for (int i = 0; i < millimetres.length; i++) {
      float metres = rendering.depth()[i];
      millimetres[i] = metres < 65.5f ? (char) Math.round(1000 * metres) : 0;
    }
    return new View(camera, projection, new Image(width, height, rendering.rgb()), millimetres);
  }

  /**
   * A video of the history so far.
   *
   * @param frames T pictures, evenly spaced in time from the first moment to the present one
   */
  public List<Image> video(int frames, Camera camera, int width, int height) {
    List<Image> video = new ArrayList<>();
    for (int t = 0; t < frames; t++) {
      int last = motion.size() - 1;
      motion.show(frames == 1 ? last : (int) ((long) t * last / (frames - 1)), scratch);
      Projection projection = projection(camera, scratch, width, height);
      video.add(new Image(width, height, renderer.render(scratch, projection).rgb()));
    }
    motion.showPresentColours();
    return video;
  }

  /** Simulated time in seconds. */
  public double time() {
    return (double) motion.size() / Controller.RATE;
  }

  /**
   * Goes to the keyframe's pose, straight where the arm can, then opens or closes the gripper.
   *
   * @throws UnreachableException if the pose is outside the {@link Workspace}, the arm does not
   *     reach it, or something stops the arm more than 5 cm or 0.35 rad from it
   * @throws CancellationException if the calling thread was interrupted
   */
  public void execute(Keyframe keyframe) {
    if (Thread.currentThread().isInterrupted()) { // the stop button, over a policy or an expert
      throw new CancellationException("stopped, since the thread was interrupted");
    }
    Pose pose = keyframe.pose();
    if (!Workspace.contains(pose)) {
      throw new UnreachableException("outside the workspace: " + pose);
    }
    try {
      controller.execute(keyframe);
    } catch (UnstableException e) {
      throw new UnreachableException("on the way to " + pose + ": " + e.getMessage());
    }
  }

  /** The current pose of the gripper, at the point between its finger tips. */
  public Pose gripper() {
    return kinematics.gripper(state);
  }

  /**
   * The gripper pose that brings a held body to a given pose, if the body does not move in the
   * gripper.
   */
  public Pose carry(String body, Pose to) {
    return to.times(gripper().in(pose(body)));
  }

  /** Whether the gripper is closed with nothing between its fingers. */
  public boolean closedOnNothing() {
    return !controller.open() && finger(0) + finger(1) < 0.002;
  }

  /** The pose of a body. */
  public Pose pose(String body) {
    int id = model.id(Kind.BODY, body);
    return Pose.of(state.bodyPosition(id), state.bodyRotation(id));
  }

  /** The displacement of a slide (metres) or hinge (radians). */
  public double joint(String joint) {
    return state.qpos().get(model.joint(joint).qpos());
  }

  /** Whether the robot touches a body. */
  public boolean robotTouches(String body) {
    int id = model.id(Kind.BODY, body);
    return state.contacts().stream()
        .map(kinematics::touched)
        .anyMatch(touched -> touched.isPresent() && touched.getAsInt() == id);
  }

  /** Whether two bodies touch. */
  public boolean touch(String body1, String body2) {
    int a = model.id(Kind.BODY, body1);
    int b = model.id(Kind.BODY, body2);
    List<Geom> geoms = model.geoms();
    return state.contacts().stream()
        .anyMatch(
            contact -> {
              int c = geoms.get(contact.geom1()).body();
              int d = geoms.get(contact.geom2()).body();
              return a == c && b == d || a == d && b == c;
            });
  }

  /** Gives a named geom another colour. */
  public void paint(String geom, Colour colour) {
    float[] rgba = colour.components();
    model.setRgba(model.geom(geom).id(), rgba[0], rgba[1], rgba[2], rgba[3]);
    motion.painted();
  }

  /** The simulator's state, for tests that place bodies themselves. */
  public State state() {
    return state;
  }

  @Override
  public void close() {
    state.close();
    scratch.close();
    model.close();
  }

  private void afterControl() {
    goal.update(this);
    motion.add(state);
  }

  private double finger(int finger) {
    return state.qpos().get(Kinematics.JOINTS + finger);
  }

  private Projection projection(Camera camera, State of, int width, int height) {
    int id = model.id(Kind.CAMERA, camera.name().toLowerCase(Locale.ROOT));
    return Projection.of(
        width, height, model.cameraFovy(id), of.cameraPosition(id), of.cameraRotation(id));
  }

  private static byte[] resource(String name) {
    try (InputStream in = World.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }
}
