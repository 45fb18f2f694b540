package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import mirrorlab.episode.Pose;
import mirrorlab.world.Choice;
import mirrorlab.world.Goal;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/**
 * A cube on a cabinet of three drawers: open the named drawer and lay the cube into it. Whether the
 * drawer is shut afterwards does not matter.
 */
@AutoService(Task.class)
public final class PutItemInDrawer implements Task {
  private static final Region PLACES = new Region(0.12, 0.2, -0.28, -0.22, Math.PI / 8);
  private static final double ROOF_X = 0.1; // metres from the roof's middle to the cube, at most
  private static final double ROOF_Y = 0.08; // metres, as above
  private static final double SIZE = 0.04; // metres, the cube's edge

  private static final double PULL = 0.21; // metres, nearly all, so that the arm has room
  private static final double COAST = 0.02; // metres that a drawer may slide on, and a bit more
  private static final double BACK_OFF = 0.09; // metres from the hand to a released handle
  // Metres from a drawer's middle to the release point, which is far from the handles above.
  private static final double DROP = 0.085;

  @Override
  public String id() {
    return "put_item_in_drawer";
  }

  @Override
  public String displayName() {
    return "Put in Drawer";
  }

  @Override
  public int variations() {
    return Cabinet.DRAWERS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String drawer = Cabinet.DRAWERS.get(variation);
    return List.of(
        "put the item in the " + drawer + " drawer",
        "pull out the " + drawer + " drawer and lay the cube into it",
        "the cube belongs in the " + drawer + " drawer of the cabinet");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Cabinet cabinet = Cabinet.in(scene, PLACES);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="item" %s>
          <freejoint name="item"/>
          <geom type="box" size=".02 .02 .02" mass=".06" rgba=".1 .45 .9 1"/>
        </body>
        """,
            onRoof(scene, cabinet).at(Cabinet.ROOF + SIZE / 2 + 0.0005)));
    return new Stowed(cabinet, Cabinet.DRAWERS.get(variation));
  }

  /** A random place on the cabinet; the yaw is within the cube's symmetry of quarter turns. */
  private static Spot onRoof(Scene scene, Cabinet cabinet) {
    SplittableRandom random = scene.random();
    double dx = ROOF_X * (2 * random.nextDouble() - 1);
    double dy = ROOF_Y * (2 * random.nextDouble() - 1);
    Spot spot = cabinet.spot().plus(dx, dy, 0);
    return new Spot(spot.x(), spot.y(), -Math.PI / 2 * random.nextDouble());
  }

  /**
   * @param wanted the drawer for the item
   */
  private record Stowed(Cabinet cabinet, String wanted) implements Goal {
    @Override
    public boolean reached(World world) {
      return Cabinet.holds(world, wanted, "item")
          && !world.robotTouches("item")
          && choice().wrong().stream().allMatch(other -> world.joint(other) < Cabinet.SHUT);
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      if (world.joint(wanted) < Cabinet.OPEN) {
        openDrawer(world, robot);
      }
      Pose grasp = grasp(world);
      robot.open(overRoof(world, grasp));
      robot.grip(grasp);
      robot.closed(overRoof(world, grasp));

      Pose drop = drop(world, wanted, 0);
      robot.closed(overRoof(world, drop));
      robot.release(drop);
    }

    private void openDrawer(World world, Robot robot) {
      Pose ahead = cabinet.handle(world, wanted, BACK_OFF);
      Pose handle = cabinet.handle(world, wanted, 0);
      Pose pulled = cabinet.handle(world, wanted, PULL);
      robot.open(ahead);
      robot.grip(handle);
      robot.release(pulled);
      Pose away = cabinet.handle(world, wanted, BACK_OFF);
      robot.open(away);
      robot.open(overRoof(world, away));
    }

    /** The hand straight above, high enough to pass over the cabinet with the cube. */
    private static Pose overRoof(World world, Pose hand) {
      return hand.plus(0, 0, world.pose("cabinet").z() + Cabinet.ROOF + 0.14 - hand.z());
    }

    /** The gripper pose at the cube, aligned with it. */
    private static Pose grasp(World world) {
      Pose item = world.pose("item");
      return Pose.down(item.x(), item.y(), item.z() + 0.003, item.yaw());
    }

    /**
     * The gripper pose that releases the cube a little above a drawer's floor.
     *
     * @param farther metres by which the drawer will be farther out than now
     */
    private static Pose drop(World world, String drawer, double farther) {
      double height = Cabinet.FLOOR + SIZE / 2 + 0.02;
      return world.pose(drawer).times(Pose.down(0, DROP + farther, height, -Math.PI / 2));
    }

    @Override
    public List<Pose> waypoints(World world) {
      List<Pose> poses = new ArrayList<>(List.of(overRoof(world, grasp(world))));
      for (String drawer : Cabinet.DRAWERS) {
        Pose away = cabinet.handle(world, drawer, PULL + COAST + BACK_OFF);
        poses.add(cabinet.handle(world, drawer, 0));
        poses.add(away);
        poses.add(overRoof(world, away));
        poses.add(drop(world, drawer, PULL));
      }
      return poses;
    }

    @Override
    public Choice choice() {
      return Choice.among(Cabinet.DRAWERS, wanted);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(other -> new Stowed(cabinet, other)).toList();
    }
  }
}
