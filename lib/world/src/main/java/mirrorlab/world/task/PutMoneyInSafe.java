package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * An open safe of three shelves and a bundle of banknotes on the table: lay the bundle flat on the
 * named shelf.
 */
@AutoService(Task.class)
public final class PutMoneyInSafe implements Task {
  private static final List<String> SHELVES = List.of("bottom", "middle", "top");

  // The safe opens to the robot's left, and the bundle lies before it.
  private static final Region SAFE_PLACES = new Region(0.1, 0.17, -0.3, -0.25, Math.PI / 8);
  private static final double SAFE_ROOM = 0.18; // metres around the safe's centre
  private static final double DOOR_ROOM = 0.15; // metres around the open door's middle
  private static final Region MONEY_PLACES =
      new Region(0.08, 0.34, -0.02, 0.22, Math.toRadians(50));
  private static final double MONEY_ROOM = 0.07; // metres around the bundle's centre
  private static final double MONEY_TURN = Math.toRadians(115); // the middle of its yaws

  private static final double LOWEST = 0.04; // metres from the table to the bottom shelf
  private static final double PITCH = 0.145; // metres from one shelf to the next
  private static final double THICKNESS = 0.03; // metres, the bundle's
  private static final double DEPTH = 0.04; // metres towards the front, for the bundle
  private static final double SIDE = 0.13; // metres from the middle of a shelf to its end
  private static final double EDGE = 0.12; // metres from the middle of a shelf to its front
  private static final double FLAT = Math.toRadians(10);

  // The hand at the bundle, in the bundle's frame: near one end, and tilted from straight down far
  // enough to fit into a shelf, but not so far that the palm touches the surface under the bundle.
  private static final double BEND = Math.toRadians(55);
  private static final Pose GRASP =
      Pose.down(0.03, 0, 0.004, 0)
          .times(new Pose(0, 0, 0, 0, -StrictMath.sin(BEND / 2), 0, StrictMath.cos(BEND / 2)));

  @Override
  public String id() {
    return "put_money_in_safe";
  }

  @Override
  public String displayName() {
    return "Put in Safe";
  }

  @Override
  public int variations() {
    return SHELVES.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String shelf = SHELVES.get(variation);
    return List.of(
        "put the money away in the safe on the " + shelf + " shelf",
        "lay the banknotes on the " + shelf + " shelf of the safe",
        "the cash goes into the safe, on its " + shelf + " shelf");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot safe = scene.place(SAFE_PLACES, SAFE_ROOM);
    StringBuilder shelves = new StringBuilder();
    for (int i = 0; i < SHELVES.size(); i++) {
      shelves.append(
          String.format(
              Locale.ROOT,
              """
          <body name="%s" pos="0 0 %s">
            <geom type="box" size=".132 .11 .006" pos="0 .008 -.006" rgba=".62 .65 .7 1"/>
          </body>
          """,
              SHELVES.get(i),
              LOWEST + i * PITCH));
    }
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="safe" %1$s>
          <geom type="box" size=".15 .12 .014" pos="0 0 .014" rgba=".25 .29 .36 1"/>
          <geom type="box" size=".15 .12 .01" pos="0 0 .48" rgba=".25 .29 .36 1"/>
          <geom type="box" size=".01 .12 .221" pos="-.14 0 .249" rgba=".25 .29 .36 1"/>
          <geom type="box" size=".01 .12 .221" pos=".14 0 .249" rgba=".25 .29 .36 1"/>
          <geom type="box" size=".13 .01 .221" pos="0 -.11 .249" rgba=".17 .2 .25 1"/>
          %2$s
          <body name="door" pos=".15 .125 .249" euler="0 0 -2.5">
            <geom type="box" size=".14 .016 .23" pos="-.14 .016 0" rgba=".3 .35 .43 1"/>
            <geom type="box" size=".1 .004 .19" pos="-.14 -.004 0" rgba=".45 .5 .57 1" %3$s/>
            <geom type="cylinder" size=".011 .012" pos="-.292 .016 .13" euler="0 1.571 0"
              rgba=".85 .8 .6 1" %3$s/>
            <geom type="cylinder" size=".011 .012" pos="-.292 .016 0" euler="0 1.571 0"
              rgba=".85 .8 .6 1" %3$s/>
            <geom type="cylinder" size=".011 .012" pos="-.292 .016 -.13" euler="0 1.571 0"
              rgba=".85 .8 .6 1" %3$s/>
            <geom type="cylinder" size=".05 .01" pos="-.15 .042 0" euler="1.571 0 0"
              rgba=".85 .8 .6 1" %3$s/>
            <geom type="cylinder" size=".02 .016" pos="-.15 .048 0" euler="1.571 0 0"
              rgba=".25 .29 .36 1" %3$s/>
          </body>
        </body>
        """,
            safe.at(0),
            shelves,
            Mjcf.VISUAL_ONLY));
    scene.keepClear(safe.plus(0.262, 0.21, 0), DOOR_ROOM);
    Spot spot = scene.place(MONEY_PLACES, MONEY_ROOM).plus(0, 0, MONEY_TURN);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="money" %1$s>
          <freejoint name="money"/>
          <geom type="box" size=".06 .029 .015" mass=".1" rgba=".25 .6 .3 1"/>
          <geom type="box" size=".053 .022 .0153" rgba=".55 .8 .55 1" %2$s/>
          <geom type="box" size=".012 .0293 .0156" rgba=".97 .95 .8 1" %2$s/>
        </body>
        """,
            spot.at(THICKNESS / 2 + 0.0005),
            Mjcf.VISUAL_ONLY));
    return new PutAway(SHELVES.get(variation));
  }

  /**
   * @param wanted the shelf for the money
   */
  private record PutAway(String wanted) implements Goal {
    @Override
    public boolean reached(World world) {
      Pose money = world.pose("money").in(world.pose(wanted));
      boolean inside =
          Math.abs(money.x()) < SIDE
              && Math.abs(money.y()) < EDGE
              && 0 < money.z()
              && money.z() < THICKNESS;
      boolean flat = Math.min(money.tilt(), Math.PI - money.tilt()) < FLAT;
      return inside && flat && world.touch("money", wanted) && !world.robotTouches("money");
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose grasp = world.pose("money").times(GRASP);
      robot.open(backedOff(grasp));
      robot.grip(grasp);
      robot.closed(grasp.plus(0, 0, 0.12));

      robot.closed(world.carry("money", before(world, wanted)));
      robot.release(world.carry("money", on(world, wanted)));
    }

    /** The hand moved back 10 cm against its pointing direction. */
    private static Pose backedOff(Pose hand) {
      return hand.times(new Pose(0, 0, -0.1, 0, 0, 0, 1));
    }

    /** The bundle's pose a little above a shelf; its far end points to the back. */
    private static Pose on(World world, String shelf) {
      double half = Math.sqrt(0.5);
      Pose bundle = new Pose(0, DEPTH, THICKNESS / 2 + 0.004, 0, 0, half, half);
      return world.pose(shelf).times(bundle);
    }

    /** The bundle in front of a shelf, a little higher. */
    private static Pose before(World world, String shelf) {
      return on(world, shelf).times(new Pose(0.16, 0, 0.02, 0, 0, 0, 1));
    }

    @Override
    public List<Pose> waypoints(World world) {
      Pose grasp = world.pose("money").times(GRASP);
      List<Pose> poses = new ArrayList<>(List.of(grasp, backedOff(grasp)));
      for (String shelf : SHELVES) {
        poses.add(before(world, shelf).times(GRASP));
        poses.add(on(world, shelf).times(GRASP));
      }
      return poses;
    }

    @Override
    public Choice choice() {
      return Choice.among(SHELVES, wanted);
    }

    @Override
    public List<Goal> alternatives() {
      return choice().wrong().stream().<Goal>map(PutAway::new).toList();
    }
  }
}
