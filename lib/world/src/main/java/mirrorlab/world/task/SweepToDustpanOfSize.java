package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** Dirt between a tall dustpan and a short one: take the broom and sweep it into the named one. */
@AutoService(Task.class)
public final class SweepToDustpanOfSize implements Task {
  /**
   * A dustpan, open towards the dirt. The origin is the middle of its mouth, x points in.
   *
   * @param halfWidth metres, from the middle to the walls beside
   * @param depth metres, from the mouth to the back
   * @param sides metres, the height of the walls beside
   * @param back metres, the height of the wall behind
   */
  private record Pan(String size, double halfWidth, double depth, double sides, double back) {
    String mjcf(Spot spot) {
      return String.format(
          Locale.ROOT,
          """
      <body name="%1$s" %2$s>
        <geom type="box" size="%3$s %4$s .0005" pos="%3$s 0 .0005" contype="0" conaffinity="0"
          rgba=".3 .5 .75 1"/>
        <geom type="box" size="%3$s .003 %5$s" pos="%3$s %4$s %5$s" rgba=".16 .33 .6 1"/>
        <geom type="box" size="%3$s .003 %5$s" pos="%3$s -%4$s %5$s" rgba=".16 .33 .6 1"/>
        <geom type="box" size=".003 %4$s %6$s" pos="%7$s 0 %6$s" rgba=".16 .33 .6 1"/>
        <geom type="capsule" size=".01 .05" pos="%8$s 0 %9$s" euler="0 1.5708 0" contype="0"
          conaffinity="0" rgba=".12 .13 .16 1"/>
      </body>
      """,
          size,
          spot.at(0),
          depth / 2,
          halfWidth,
          sides / 2,
          back / 2,
          depth,
          depth + 0.05,
          back);
    }
  }

  private static final List<Pan> PANS =
      List.of(new Pan("tall", 0.1, 0.12, 0.05, 0.12), new Pan("short", 0.085, 0.09, 0.02, 0.025));
  private static final List<String> DIRT = IntStream.range(0, 5).mapToObj(i -> "dirt" + i).toList();

  private static final Region MIDDLES = new Region(0.15, 0.28, -0.1, 0.1, Math.PI / 2);
  private static final double SPREAD = 0.028; // metres, offset of dirt from the middle per axis
  private static final double DIRT_ROOM = 0.0115; // metres around a piece of it
  private static final double NEAREST = 0.12; // metres from the middle to a pan's mouth
  private static final double FARTHEST = 0.15;

  private static final double HANDLE = 0.2; // metres from the broom's foot to the grasp point
  private static final double LIFT = 0.14; // metres, to pass over a pan
  private static final double CLEAR = 0.004; // metres above the table as it sweeps
  private static final double BEHIND = 0.035; // metres from the last piece of dirt to the broom
  private static final double INSIDE = 0.03; // metres from a mouth to the broom at the end

  @Override
  public String id() {
    return "sweep_to_dustpan_of_size";
  }

  @Override
  public String displayName() {
    return "Sweep to Dustpan";
  }

  @Override
  public int variations() {
    return PANS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String size = PANS.get(variation).size();
    return List.of(
        "sweep dirt to the " + size + " dustpan",
        "take the broom and push all the crumbs into the pan that is " + size,
        "clean the table: the dirt goes into the " + size + " pan");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot middle = scene.place(MIDDLES, 0);
    double turn = scene.random().nextBoolean() ? Math.PI : 0;
    for (Pan pan : PANS) {
      double away = NEAREST + (FARTHEST - NEAREST) * scene.random().nextDouble();
      scene.add(pan.mjcf(middle.plus(0, 0, turn).plus(away, 0, 0)));
      turn += Math.PI;
    }
    for (String piece : DIRT) {
      scene.add(dirt(piece, scene.place(around(middle), DIRT_ROOM)));
    }
    scene.add(broom(beside(middle, scene)));
    return new Swept(PANS.get(variation), PANS.get(1 - variation));
  }

  private static Region around(Spot spot) {
    return new Region(
        spot.x() - SPREAD, spot.x() + SPREAD, spot.y() - SPREAD, spot.y() + SPREAD, Math.PI / 4);
  }

  /** A place on one side of the line through the pans and the dirt. */
  private static Spot beside(Spot middle, Scene scene) {
    double side = scene.random().nextBoolean() ? 1 : -1;
    double away = 0.16 + 0.05 * scene.random().nextDouble();
    double along = 0.05 * (2 * scene.random().nextDouble() - 1);
    double yaw = Math.PI * (scene.random().nextDouble() - 0.5);
    Spot spot = middle.plus(along, side * away, 0);
    return new Spot(spot.x(), spot.y(), yaw);
  }

  private static String dirt(String name, Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" %2$s>
      <freejoint name="%1$s"/>
      <geom type="box" size=".0075 .0075 .0075" mass=".01" friction=".5 .005 .0005" priority="1"
        rgba=".25 .15 .08 1"/>
    </body>
    """,
        name,
        spot.at(0.008));
  }

  /** A broom on its bristles, 14 cm wide along x; the origin is the middle of its foot. */
  private static String broom(Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="broom" %s>
      <freejoint name="broom"/>
      <geom type="box" size=".07 .016 .022" pos="0 0 .022" mass=".06" rgba=".93 .8 .4 1"/>
      <geom type="box" size=".071 .018 .008" pos="0 0 .05" contype="0" conaffinity="0" mass=".02"
        rgba=".75 .2 .15 1"/>
      <geom type="box" size=".011 .011 .088" pos="0 0 .132" mass=".03" rgba=".75 .2 .15 1"/>
    </body>
    """,
        spot.at(0.0005));
  }

  /**
   * @param pan the pan for all of the dirt
   * @param other the other pan in the scene
   */
  private record Swept(Pan pan, Pan other) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose frame = world.pose(pan.size());
      return DIRT.stream().allMatch(piece -> holds(world.pose(piece).in(frame)));
    }

    private boolean holds(Pose piece) {
      return 0 < piece.x()
          && piece.x() < pan.depth()
          && Math.abs(piece.y()) < pan.halfWidth()
          && piece.z() < pan.sides();
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose handle = hand(world.pose("broom"));
      robot.open(handle.plus(0, 0, 0.1));
      robot.grip(handle);
      robot.closed(handle.plus(0, 0, LIFT));

      Pose start = world.carry("broom", start(world, pan));
      robot.closed(start.plus(0, 0, LIFT));
      robot.grip(start);
      robot.grip(world.carry("broom", end(world, pan)));
    }

    @Override
    public List<Pose> waypoints(World world) {
      List<Pose> poses = new ArrayList<>(List.of(hand(world.pose("broom"))));
      for (Pan each : List.of(pan, other)) {
        poses.add(hand(start(world, each)));
        poses.add(hand(end(world, each)));
      }
      return poses.stream().flatMap(pose -> Stream.of(pose, pose.plus(0, 0, LIFT))).toList();
    }

    /** The hand's pose when it holds the broom at a pose. */
    private static Pose hand(Pose broom) {
      return Pose.down(broom.x(), broom.y(), broom.z() + HANDLE, broom.yaw());
    }

    /** The broom's pose with all of the dirt between it and a pan. */
    private static Pose start(World world, Pan pan) {
      Pose frame = world.pose(pan.size());
      double last =
          DIRT.stream().mapToDouble(piece -> world.pose(piece).in(frame).x()).min().orElseThrow();
      return across(frame, last - BEHIND);
    }

    /** The broom in a pan's mouth. */
    private static Pose end(World world, Pan pan) {
      return across(world.pose(pan.size()), INSIDE);
    }

    /** The broom across a pan's centre line; of the two such orientations, the less turned one. */
    private static Pose across(Pose frame, double along) {
      double yaw = frame.yaw() + (frame.yaw() > 0 ? -Math.PI / 2 : Math.PI / 2);
      Spot mouth = new Spot(frame.x(), frame.y(), frame.yaw());
      Spot middle = mouth.plus(along, 0, yaw - frame.yaw());
      return middle.pose(CLEAR);
    }

    @Override
    public Choice choice() {
      return Choice.of(pan.size(), other.size());
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Swept(other, pan));
    }
  }
}
