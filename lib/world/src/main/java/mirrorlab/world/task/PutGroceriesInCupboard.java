package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Locale;
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

/** Nine groceries on the table before an open cupboard: put the named one in. */
@AutoService(Task.class)
public final class PutGroceriesInCupboard implements Task {
  private static final List<Grocery> GROCERIES = List.of(Grocery.values());

  private static final Region CUPBOARDS = new Region(-0.02, 0.14, -0.42, -0.37, 0.25);
  private static final Region PLACES = new Region(0, 0.38, -0.11, 0.34, Math.PI / 2);
  private static final double TOWARDS = 0.2; // radians by which its opening turns to the robot
  private static final double CUPBOARD_ROOM = 0.18; // metres around the cupboard's middle
  private static final double FLOOR = 0.02; // metres, the cupboard's floor
  private static final double WIDE = 0.18; // metres from the cupboard's middle to its sides
  private static final double DEEP = 0.065; // metres from there to its back and to its opening
  private static final double TALL = 0.38; // metres from its floor to its roof
  private static final double ASIDE = 0.06; // metres from its middle, to leave the arm room
  private static final double LIFT = 0.14; // metres, above everything on the table
  private static final double LOW = 0.04; // metres, below which an object is held low

  /** A grocery; its origin is the middle of its foot, its narrow side is along y. */
  private enum Grocery {
    CRACKERS(
        0.072,
        false,
        """
        <geom type="box" size=".03 .017 .043" pos="0 0 .043" mass=".15" rgba=".9 .38 .1 1"/>
        <geom type="box" size=".0303 .0173 .008" pos="0 0 .062" rgba="1 .85 .2 1" SEEN/>
        <geom type="cylinder" size=".014 .0174" pos="0 0 .028" euler="1.5708 0 0"
          rgba=".93 .76 .45 1" SEEN/>
        """),
    CHOCOLATE_JELLO(
        0.05,
        false,
        """
        <geom type="box" size=".026 .016 .031" pos="0 0 .031" mass=".1" rgba=".36 .2 .1 1"/>
        <geom type="box" size=".0263 .0163 .007" pos="0 0 .045" rgba=".95 .93 .88 1" SEEN/>
        """),
    STRAWBERRY_JELLO(
        0.05,
        false,
        """
        <geom type="box" size=".026 .016 .031" pos="0 0 .031" mass=".1" rgba=".95 .4 .55 1"/>
        <geom type="box" size=".0263 .0163 .007" pos="0 0 .045" rgba=".95 .93 .88 1" SEEN/>
        """),
    SOUP(
        0.052,
        true,
        """
        <geom type="cylinder" size=".022 .033" pos="0 0 .033" mass=".2" rgba=".8 .1 .1 1"/>
        <geom type="cylinder" size=".0222 .015" pos="0 0 .018" rgba=".96 .95 .92 1" SEEN/>
        <geom type="cylinder" size=".0205 .0005" pos="0 0 .0663" rgba=".8 .8 .82 1" SEEN/>
        """),
    TUNA(
        0.024,
        true,
        """
        <geom type="cylinder" size=".03 .017" pos="0 0 .017" mass=".15" rgba=".78 .79 .81 1"/>
        <geom type="cylinder" size=".0303 .011" pos="0 0 .017" rgba=".1 .55 .55 1" SEEN/>
        """),
    SPAM(
        0.05,
        false,
        """
        <geom type="box" size=".033 .021 .03" pos="0 0 .03" mass=".25" rgba=".12 .2 .6 1"/>
        <geom type="box" size=".0333 .0213 .007" pos="0 0 .034" rgba="1 .85 .2 1" SEEN/>
        <geom type="box" size=".031 .019 .0005" pos="0 0 .0603" rgba=".8 .8 .82 1" SEEN/>
        """),
    COFFEE(
        0.06,
        true,
        """
        <geom type="cylinder" size=".028 .037" pos="0 0 .037" mass=".25" rgba=".12 .4 .22 1"/>
        <geom type="cylinder" size=".0285 .005" pos="0 0 .07" rgba=".12 .1 .1 1" SEEN/>
        <geom type="cylinder" size=".0283 .006" pos="0 0 .03" rgba=".95 .93 .88 1" SEEN/>
        """),
    MUSTARD(
        0.05,
        false,
        """
        <geom type="box" size=".022 .016 .03" pos="0 0 .03" mass=".2" rgba=".98 .8 .1 1"/>
        <geom type="ellipsoid" size=".022 .0155 .015" pos="0 0 .06" rgba=".98 .8 .1 1" SEEN/>
        <geom type="cylinder" size=".009 .004" pos="0 0 .076" rgba=".85 .12 .1 1" SEEN/>
        <geom type="capsule" size=".003 .003" pos="0 0 .08" rgba=".85 .12 .1 1" SEEN/>
        """),
    SUGAR(
        0.067,
        false,
        """
        <geom type="box" size=".026 .016 .041" pos="0 0 .041" mass=".25" rgba=".97 .96 .93 1"/>
        <geom type="box" size=".0263 .0163 .009" pos="0 0 .055" rgba=".2 .45 .8 1" SEEN/>
        """);

    private final double grip; // metres from its foot to the grasp point
    private final boolean round; // whether it can be grasped from all sides
    private final String geoms;

    Grocery(double grip, boolean round, String geoms) {
      this.grip = grip;
      this.round = round;
      this.geoms = geoms.replace("SEEN", Mjcf.VISUAL_ONLY);
    }

    /** Its name in instructions, and the name of its body. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * Clearance in metres for the fingers; for a low object the hand comes down among the others.
     */
    double room() {
      return grip < LOW ? 0.08 : 0.055;
    }
  }

  @Override
  public String id() {
    return "put_groceries_in_cupboard";
  }

  @Override
  public String displayName() {
    return "Put in Cupboard";
  }

  @Override
  public int variations() {
    return GROCERIES.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String name = GROCERIES.get(variation).word();
    return List.of(
        "put the " + name + " in the cupboard",
        "find the " + name + " among the groceries and put it away",
        "the " + name + " belongs in the cupboard: set it inside");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    scene.add(cupboard(scene.place(CUPBOARDS, CUPBOARD_ROOM).plus(0, 0, TOWARDS)));
    for (Grocery grocery : GROCERIES) {
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="%1$s" %2$s>
            <freejoint name="%1$s"/>
            %3$s
          </body>
          """,
              grocery.word(),
              scene.place(PLACES, grocery.room()).at(0.0005),
              grocery.geoms));
    }
    return new Away(GROCERIES.get(variation));
  }

  /** An upright box on a plinth, open along its +y, with room for a hand that points down. */
  private static String cupboard(Spot spot) {
    return String.format(
        Locale.ROOT,
        """
    <body name="cupboard" %s>
      <geom type="box" size=".19 .07 .01" pos="0 0 .01" rgba=".45 .3 .18 1"/>
      <geom type="box" size=".005 .07 .19" pos=".185 0 .21" rgba=".72 .52 .32 1"/>
      <geom type="box" size=".005 .07 .19" pos="-.185 0 .21" rgba=".72 .52 .32 1"/>
      <geom type="box" size=".18 .0025 .19" pos="0 -.0675 .21" rgba=".88 .76 .58 1"/>
      <geom type="box" size=".2 .08 .008" pos="0 0 .408" rgba=".45 .3 .18 1"/>
    </body>
    """,
        spot.at(0));
  }

  /**
   * @param wanted the only grocery that is to be in the cupboard
   */
  private record Away(Grocery wanted) implements Goal {
    @Override
    public boolean reached(World world) {
      return inside(world, wanted)
          && others().noneMatch(other -> inside(world, other))
          && !world.robotTouches(wanted.word());
    }

    private static boolean inside(World world, Grocery grocery) {
      Pose pose = world.pose(grocery.word()).in(world.pose("cupboard"));
      return Math.abs(pose.x()) < WIDE
          && Math.abs(pose.y()) < DEEP
          && FLOOR - 0.005 < pose.z()
          && pose.z() < FLOOR + TALL;
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose grasp = grasp(world, wanted);
      robot.open(grasp.plus(0, 0, 0.1));
      robot.grip(grasp);
      robot.closed(grasp.plus(0, 0, LIFT));

      robot.closed(inCupboard(world, 0.18, LIFT));
      robot.closed(inCupboard(world, 0.18, FLOOR + 0.015));
      robot.release(inCupboard(world, 0.025, FLOOR + 0.003));
    }

    /** The grasp across a box's narrow side; a can has none and is always grasped the same way. */
    private static Pose grasp(World world, Grocery grocery) {
      Pose foot = world.pose(grocery.word());
      return grocery.round
          ? Pose.down(foot.x(), foot.y(), foot.z() + grocery.grip, 0)
          : Grasp.across(foot, grocery.grip);
    }

    /**
     * The gripper pose with the wanted object upright in the cupboard's middle, or {@code ahead} of
     * it.
     */
    private Pose inCupboard(World world, double ahead, double height) {
      Pose cupboard = world.pose("cupboard");
      Pose thing = world.pose(wanted.word());
      double turn = thing.yaw() - world.gripper().yaw() - Math.PI / 2;
      Spot place = new Spot(cupboard.x(), cupboard.y(), cupboard.yaw()).plus(ASIDE, ahead, turn);
      return world.carry(wanted.word(), place.pose(height));
    }

    @Override
    public Choice choice() {
      return new Choice(List.of(wanted.word()), others().map(Grocery::word).toList());
    }

    @Override
    public List<Pose> waypoints(World world) {
      return GROCERIES.stream().map(any -> grasp(world, any)).toList();
    }

    @Override
    public List<Goal> alternatives() {
      return others().<Goal>map(Away::new).toList();
    }

    private Stream<Grocery> others() {
      return GROCERIES.stream().filter(grocery -> grocery != wanted);
    }
  }
}
