package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import mirrorlab.episode.Pose;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * Three mugs and a cup tree with four spokes, one of which holds a mug: hang as many of the three
 * as the instruction says on the free spokes, by their handles.
 */
@AutoService(Task.class)
public final class PlaceCups implements Task {
  private static final List<String> MUGS = List.of("mug0", "mug1", "mug2");
  private static final int FREE_SPOKES = 3; // a quarter turn apart

  private static final Region TREE = new Region(0.12, 0.28, -0.18, 0.18, Math.PI);
  private static final Region AROUND = new Region(0.04, 0.38, -0.3, 0.3, Math.PI / 2);
  private static final double TREE_ROOM = 0.18; // metres around the tree's post, for the hand, too
  private static final double MUG_ROOM = 0.07; // metres around a mug

  private static final double SPOKE_FOOT = 0.19; // metres, the height of a spoke at the post's axis
  private static final double SPOKE_RISE = 0.18; // metres up a metre out
  private static final double SPOKE_LENGTH = 0.13; // metres out from the post's axis
  private static final double HUNG = 0.095; // metres from there to a hanging mug
  private static final double AHEAD = 0.17; // metres from there to a mug that is not on it yet

  // The opening of a handle, in the frame of its mug, whose handle points along x; metres.
  private static final double HOLE_NEAR = 0.031;
  private static final double HOLE_FAR = 0.055;
  private static final double HOLE_LOW = 0.016;
  private static final double HOLE_HIGH = 0.054;

  private static final double THREADED = 0.042; // metres from a mug's foot to a spoke that enters
  private static final double HELD = 0.052; // metres from a mug's foot to the grasp point
  private static final double ABOVE_TREE = 0.25; // metres to lift a mug over the hanging ones

  /** The parts of a mug: its origin is the middle of its foot, its handle points along x. */
  private static final String MUG =
      """
      <geom type="cylinder" size=".028 .003" pos="0 0 .003" mass=".03" rgba=".2 .5 .62 1"/>
      <replicate count="8" euler="0 0 .785398">
        <geom type="box" size=".0015 .0128 .0345" pos=".0295 0 .0355" mass=".008"
          rgba=".2 .5 .62 1"/>
      </replicate>
      <geom type="capsule" size=".005" fromto=".03 0 .059 .06 0 .059" mass=".003"
        rgba=".2 .5 .62 1"/>
      <geom type="capsule" size=".005" fromto=".06 0 .011 .06 0 .059" mass=".003"
        rgba=".2 .5 .62 1"/>
      <geom type="capsule" size=".005" fromto=".03 0 .011 .06 0 .011" mass=".003"
        rgba=".2 .5 .62 1"/>
      """;

  @Override
  public String id() {
    return "place_cups";
  }

  @Override
  public String displayName() {
    return "Place Cups";
  }

  @Override
  public int variations() {
    return MUGS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    int count = variation + 1;
    String cups = count == 1 ? "1 cup" : count + " cups";
    return List.of(
        "place " + cups + " on the cup holder",
        "hang up " + cups + " by the handle",
        "the tree has free spokes: put " + cups + " from the table on them");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot tree = scene.place(TREE, TREE_ROOM);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="tree" %s>
          <geom type="cylinder" size=".07 .006" pos="0 0 .006" rgba=".36 .24 .15 1"/>
          <geom type="cylinder" size=".01 .1" pos="0 0 .11" rgba=".36 .24 .15 1"/>
          <replicate count="4" euler="0 0 1.570796">
            <geom type="capsule" size=".005" fromto="0 0 .19 .13 0 .2134" rgba=".36 .24 .15 1"/>
          </replicate>
          <frame euler="0 0 -1.570796">
            <body name="hanging" pos=".088 -.021 .1405" quat=".587 -.382 -.372 -.608">%s</body>
          </frame>
        </body>
        """,
            tree.at(0),
            MUG));
    for (String mug : MUGS) {
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="%1$s" %2$s><freejoint name="%1$s"/>%3$s</body>
          """,
              mug,
              scene.place(AROUND, MUG_ROOM).at(0.0005),
              MUG));
    }
    return new Hung(variation + 1);
  }

  /**
   * @param count the number of mugs that are to hang
   */
  private record Hung(int count) implements Goal {
    @Override
    public boolean reached(World world) {
      return MUGS.stream().filter(mug -> hangs(world, mug)).count() == count
          && MUGS.stream().noneMatch(world::robotTouches);
    }

    private static boolean hangs(World world, String mug) {
      return IntStream.range(0, FREE_SPOKES).anyMatch(spoke -> hangs(world, mug, spoke));
    }

    /** Whether a spoke passes through a mug's handle, crossing its plane within its opening. */
    private static boolean hangs(World world, String mug, int spoke) {
      Pose frame = world.pose(mug);
      Pose foot = spoke(world, spoke, 0).in(frame);
      Pose tip = spoke(world, spoke, SPOKE_LENGTH).in(frame);
      if (foot.y() * tip.y() >= 0) {
        return false;
      }
      Pose crossing = foot.towards(tip, foot.y() / (foot.y() - tip.y()));
      return HOLE_NEAR < crossing.x()
          && crossing.x() < HOLE_FAR
          && HOLE_LOW < crossing.z()
          && crossing.z() < HOLE_HIGH;
    }

    /** The point {@code out} metres along a spoke; its x axis points outwards. */
    private static Pose spoke(World world, int spoke, double out) {
      Pose point = new Pose(out, 0, SPOKE_FOOT + SPOKE_RISE * out, 0, 0, 0, 1);
      return world.pose("tree").turned(spoke * Math.PI / 2).times(point);
    }

    /**
     * The pose of an upright mug with a spoke, or the spoke's extension, through its handle. Of the
     * two orientations it is the one that turns the hand less.
     */
    private static Pose threaded(World world, int spoke, double out) {
      Pose point = spoke(world, spoke, out);
      double across = StrictMath.IEEEremainder(point.yaw() + Math.PI / 2, Math.PI);
      return point
          .turned(across - point.yaw())
          .times(new Pose(-(HOLE_NEAR + HOLE_FAR) / 2, 0, -THREADED, 0, 0, 0, 1));
    }

    /** The gripper pose at a mug's rim, with a finger on either side of the handle. */
    private static Pose holding(Pose mug) {
      return Pose.down(mug.x(), mug.y(), mug.z() + HELD, mug.yaw());
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          robot.open(world.gripper().plus(0, 0, 0.15));
        }
        hang(world, robot, nearestMug(world), nearestSpoke(world));
      }
    }

    private static void hang(World world, Robot robot, String mug, int spoke) {
      Pose rim = holding(world.pose(mug));
      Pose clear = rim.plus(0, 0, ABOVE_TREE);
      robot.open(clear);
      robot.grip(rim);
      robot.closed(clear);

      Pose ahead = world.carry(mug, threaded(world, spoke, AHEAD));
      robot.closed(ahead.plus(0, 0, 0.08));
      robot.closed(ahead);
      robot.release(world.carry(mug, threaded(world, spoke, HUNG)));
    }

    /** Of the mugs that do not hang, the one nearest to the robot. */
    private static String nearestMug(World world) {
      Pose base = world.pose("link0");
      return MUGS.stream()
          .filter(mug -> !hangs(world, mug))
          .min(Comparator.comparingDouble(mug -> world.pose(mug).distance(base)))
          .orElseThrow();
    }

    /** The free spoke whose tip is nearest to the robot. */
    private static int nearestSpoke(World world) {
      Pose base = world.pose("link0");
      return IntStream.range(0, FREE_SPOKES)
          .filter(spoke -> MUGS.stream().noneMatch(mug -> hangs(world, mug, spoke)))
          .boxed()
          .min(Comparator.comparingDouble(s -> spoke(world, s, SPOKE_LENGTH).distance(base)))
          .orElseThrow();
    }

    @Override
    public List<Pose> waypoints(World world) {
      List<Pose> poses = new ArrayList<>();
      MUGS.forEach(mug -> poses.add(holding(world.pose(mug))));
      for (int spoke = 0; spoke < FREE_SPOKES; spoke++) {
        poses.add(holding(threaded(world, spoke, AHEAD)));
        poses.add(holding(threaded(world, spoke, HUNG)));
      }
      return poses;
    }

    @Override
    public List<Goal> alternatives() {
      // A smaller count is an intermediate state, not another goal.
      return IntStream.rangeClosed(count + 1, MUGS.size()).<Goal>mapToObj(Hung::new).toList();
    }
  }
}
