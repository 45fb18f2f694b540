package mirrorlab.world.task;

import com.google.auto.service.AutoService;
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
 * A tap with two handles: give the named one a quarter of a turn, either way. Left and right are as
 * seen by a person who stands in front of the spout and looks at it.
 */
@AutoService(Task.class)
public final class TurnTap implements Task {
  private static final List<String> SIDES = List.of("left", "right");

  private static final Region PLACES = new Region(0.1, 0.33, -0.22, 0.22, Math.PI / 2);
  private static final double ROOM = 0.15; // metres around the tap
  private static final double APART = 0.09; // metres from the spout to each handle
  private static final double HEIGHT = 0.13; // metres from the table to the middle of a handle
  private static final double TURNED = 1.57; // radians
  private static final double STILL = 0.3; // radians by which the other handle may move
  private static final double TURN = 1.75; // radians that the expert turns, counterclockwise

  @Override
  public String id() {
    return "turn_tap";
  }

  @Override
  public String displayName() {
    return "Turn Tap";
  }

  @Override
  public int variations() {
    return SIDES.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String side = SIDES.get(variation);
    return List.of(
        "turn " + side + " tap",
        "give the handle on the " + side + " of the spout a quarter of a turn",
        "take hold of the tap's " + side + " handle and twist it");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot spot = scene.place(PLACES, ROOM);
    scene.add(
        String.format(
            Locale.ROOT,
            """
        <body name="tap" %s>
          <geom type="box" size=".028 .12 .006" pos="0 0 .006" rgba=".72 .74 .77 1"/>
          <geom type="cylinder" size=".016 .048" pos="0 .09 .056" rgba=".82 .84 .87 1"/>
          <geom type="cylinder" size=".016 .048" pos="0 -.09 .056" rgba=".82 .84 .87 1"/>
          <geom type="cylinder" size=".022 .02" pos="0 0 .03" rgba=".72 .74 .77 1"/>
          <geom type="capsule" size=".014" fromto="0 0 .05 0 0 .1" rgba=".82 .84 .87 1"/>
          <geom type="capsule" size=".014" fromto="0 0 .1 .022 0 .12" rgba=".82 .84 .87 1"/>
          <geom type="capsule" size=".014" fromto=".022 0 .12 .08 0 .12" rgba=".82 .84 .87 1"/>
          <geom type="capsule" size=".014" fromto=".08 0 .12 .105 0 .096" rgba=".82 .84 .87 1"/>
          <geom type="cylinder" size=".016 .012" pos=".105 0 .084" rgba=".72 .74 .77 1"/>
          %s
          %s
        </body>
        """,
            spot.at(0),
            handle("left", -APART, scene),
            handle("right", APART, scene)));
    return new Turned(SIDES.get(variation), SIDES.get(1 - variation));
  }

  /** A wing on a stem, at a random angle. */
  private static String handle(String side, double y, Scene scene) {
    return String.format(
        Locale.ROOT,
        """
    <body name="%1$s" pos="0 %2$s %3$s" euler="0 0 %4$s">
      <joint name="%1$s" axis="0 0 1" damping=".02" frictionloss=".05" armature=".0005"/>
      <geom type="box" size=".03 .008 .011" mass=".06" rgba=".8 .6 .2 1"/>
      <geom type="cylinder" size=".008 .011" pos=".03 0 0" mass=".01" rgba=".8 .6 .2 1"/>
      <geom type="cylinder" size=".008 .011" pos="-.03 0 0" mass=".01" rgba=".8 .6 .2 1"/>
      <geom type="cylinder" size=".01 .008" pos="0 0 -.018" rgba=".8 .6 .2 1" %5$s/>
    </body>
    """,
        side,
        y,
        HEIGHT,
        Math.PI * (scene.random().nextDouble() - 0.5),
        Mjcf.VISUAL_ONLY);
  }

  /**
   * @param side the side of the handle to be turned
   * @param other the other side, whose handle must not be turned
   */
  private record Turned(String side, String other) implements Goal {
    @Override
    public boolean reached(World world) {
      return Math.abs(world.joint(side)) > TURNED && Math.abs(world.joint(other)) < STILL;
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose grasp = Grasp.across(world.pose(side), 0);
      robot.open(grasp.plus(0, 0, 0.1));
      robot.grip(grasp);
      robot.grip(grasp.turned(TURN));
    }

    @Override
    public Choice choice() {
      return Choice.of(side, other);
    }

    @Override
    public List<Pose> waypoints(World world) {
      return SIDES.stream().map(any -> Grasp.across(world.pose(any), 0).turned(TURN)).toList();
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(new Turned(other, side));
    }
  }
}
