package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Colour;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * A cube with a coloured square before each of its four sides, and a stick: use the stick to drag
 * the cube onto the square of the named colour.
 */
@AutoService(Task.class)
public final class ReachAndDrag implements Task {
  private static final List<Colour> COLOURS = List.of(Colour.values());

  private static final double HALF = 0.03; // metres from the cube's centre to its faces
  private static final double TOUCH = HALF + 0.01; // metres to the middle of the stick
  private static final double BEHIND = 0.018; // metres between them before they touch
  private static final double HEIGHT = 0.026; // metres from the table to the dragging stick
  private static final double LIFT = 0.12; // metres, so that the stick passes over the cube
  private static final double GRIP = 0.003; // metres above the stick's centre
  private static final double BESIDE = 0.11; // metres from the cube to the hand, along the stick

  private static final Region STICKS = new Region(0.02, 0.36, -0.28, 0.28, Math.PI / 2);
  private static final double STICK_HALF = 0.15; // metres, of its length
  private static final double SQUARE_ROOM = 0.08; // metres around a square's centre
  private static final double HAND_ROOM = 0.16; // metres around the cube, for the hand at the stick

  @Override
  public String id() {
    return "reach_and_drag";
  }

  @Override
  public String displayName() {
    return "Drag Stick";
  }

  @Override
  public int variations() {
    return COLOURS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String colour = COLOURS.get(variation).word();
    return List.of(
        "use the stick to drag the cube onto the " + colour + " target",
        "take the stick and push the cube with it to the " + colour + " square",
        "bring the cube to the " + colour + " square, but only touch it with the stick");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    List<Colour> colours = new ArrayList<>(List.of(COLOURS.get(variation)));
    colours.addAll(scene.distractors(3, variation, COLOURS, v -> List.of(COLOURS.get(v))));
    List<String> names = colours.stream().map(Colour::word).toList();

    Spot middle = scene.place(Squares.MIDDLES, 0);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="cube" %s>
          <freejoint name="cube"/>
          <geom type="box" size=".03 .03 .03" mass=".15" friction=".5 .005 .0005" priority="2"
            rgba=".85 .65 .4 1"/>
        </body>
        """,
            middle.at(HALF + 0.0005)));
    List<Spot> squares =
        Squares.around(middle, names, colours.stream().map(Colour::rgba).toList(), scene);
    Spot stick = scene.place(STICKS, 0, spot -> free(spot, middle, squares));
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="stick" %s>
          <freejoint name="stick"/>
          <geom type="box" size=".15 .01 .01" mass=".06" rgba=".45 .28 .15 1"/>
        </body>
        """,
            stick.at(0.0105)));
    return new Dragged(names.get(0), names.subList(1, 4), new AtomicBoolean());
  }

  /**
   * Whether a stick at a place leaves the squares uncovered and keeps the hand clear of the cube.
   */
  private static boolean free(Spot stick, Spot cube, List<Spot> squares) {
    return StrictMath.hypot(stick.x() - cube.x(), stick.y() - cube.y()) > HAND_ROOM
        && squares.stream().allMatch(square -> distance(stick, square) > SQUARE_ROOM);
  }

  /** Metres from a stick to a point. */
  private static double distance(Spot stick, Spot point) {
    Pose seen = point.pose(0).in(stick.pose(0));
    return StrictMath.hypot(Math.max(0, Math.abs(seen.x()) - STICK_HALF), seen.y());
  }

  /**
   * @param target the square for the cube
   * @param others the other squares in the scene
   * @param byHand whether the robot itself ever touched the cube; shared with the alternatives
   */
  private record Dragged(String target, List<String> others, AtomicBoolean byHand) implements Goal {
    @Override
    public void update(World world) {
      if (world.robotTouches("cube")) {
        byHand.set(true);
      }
    }

    @Override
    public boolean reached(World world) {
      return Squares.carries(world, target, "cube", HALF) && !byHand.get();
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose grasp = hand(world.pose("stick"));
      robot.open(grasp.plus(0, 0, 0.1));
      robot.grip(grasp);
      robot.closed(grasp.plus(0, 0, LIFT));

      Pose behind = world.carry("stick", behind(world, target));
      robot.closed(behind.plus(0, 0, LIFT - HEIGHT));
      robot.grip(behind);
      robot.grip(world.carry("stick", end(world, target)));
    }

    @Override
    public List<Pose> waypoints(World world) {
      List<Pose> poses = new ArrayList<>(List.of(hand(world.pose("stick"))));
      for (String square : Stream.concat(Stream.of(target), others.stream()).toList()) {
        poses.add(hand(behind(world, square)));
        poses.add(hand(end(world, square)));
      }
      return poses.stream().flatMap(pose -> Stream.of(pose, pose.plus(0, 0, LIFT))).toList();
    }

    /** The hand's pose when it holds the stick at a pose. */
    private static Pose hand(Pose stick) {
      return Pose.down(stick.x(), stick.y(), stick.z() + GRIP, stick.yaw());
    }

    /** The stick on the far side of the cube, seen from a square. */
    private static Pose behind(World world, String square) {
      return stick(world, square, -TOUCH - BEHIND);
    }

    /** The stick's pose when the cube in front of it is on a square. */
    private static Pose end(World world, String square) {
      return stick(world, square, Squares.distance(world, "cube", square) - TOUCH);
    }

    /**
     * The stick's pose across the cube's path to a square, with its middle beside the cube on the
     * robot's side. Of the two such orientations it is the less turned one.
     */
    private static Pose stick(World world, String square, double along) {
      Spot way = Squares.facing(world, "cube", square);
      double side = world.pose("link0").in(way.pose(0)).y() > 0 ? BESIDE : -BESIDE;
      double turn = way.yaw() > 0 ? -Math.PI / 2 : Math.PI / 2;
      return way.plus(along, side, turn).pose(HEIGHT);
    }

    @Override
    public Choice choice() {
      return new Choice(List.of(target), others);
    }

    @Override
    public List<Goal> alternatives() {
      return others.stream().<Goal>map(this::instead).toList();
    }

    private Goal instead(String other) {
      List<String> rest = new ArrayList<>(others);
      rest.set(rest.indexOf(other), target);
      return new Dragged(other, List.copyOf(rest), byHand);
    }
  }
}
