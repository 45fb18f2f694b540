package mirrorlab.world.task;

import com.google.auto.service.AutoService;
import java.util.List;
import mirrorlab.world.Goal;
import mirrorlab.world.Pose;
import mirrorlab.world.Region;
import mirrorlab.world.Robot;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.Task;
import mirrorlab.world.World;

/** A cabinet of three drawers that open to the robot's left: pull out the one that is named. */
@AutoService(Task.class)
public final class OpenDrawer implements Task {
  private static final List<String> DRAWERS = List.of("bottom", "middle", "top");
  private static final Region PLACES = new Region(0.07, 0.15, -0.28, -0.22, Math.PI / 8);

  private static final double RADIUS = 0.25; // metres around the cabinet's centre
  private static final double LOWEST = 0.13; // metres, the middle of the bottom drawer's front
  private static final double PITCH = 0.11; // metres from one drawer to the next
  private static final double BAR = 0.192; // metres from the cabinet's centre to the handles' bars
  private static final double OPEN = 0.15; // metres
  private static final double SHUT = 0.03; // metres
  private static final double PULL = 0.19; // metres, of the 0.22 that a drawer can move

  @Override
  public String id() {
    return "open_drawer";
  }

  @Override
  public String displayName() {
    return "Open Drawer";
  }

  @Override
  public int variations() {
    return DRAWERS.size();
  }

  @Override
  public List<String> instructions(int variation) {
    String drawer = DRAWERS.get(variation);
    return List.of(
        "open the " + drawer + " drawer",
        "take the handle of the " + drawer + " drawer and pull",
        "pull the " + drawer + " drawer out of the cabinet");
  }

  @Override
  public Goal build(Scene scene, int variation) {
    Spot spot = scene.place(PLACES, RADIUS);
    StringBuilder drawers = new StringBuilder();
    for (int i = 0; i < DRAWERS.size(); i++) {
      drawers.append(drawer(DRAWERS.get(i), LOWEST + i * PITCH));
    }
    scene.add(
        """
        <body name="cabinet" %s>
          <geom type="box" size=".156 .136 .008" pos="0 0 .413" rgba=".48 .33 .2 1"/>
          <geom type="box" size=".146 .12 .006" pos="0 .004 .069" rgba=".48 .33 .2 1"/>
          <geom type="box" size=".005 .13 .18" pos="-.151 0 .225" rgba=".48 .33 .2 1"/>
          <geom type="box" size=".005 .13 .18" pos=".151 0 .225" rgba=".48 .33 .2 1"/>
          <geom type="box" size=".146 .005 .165" pos="0 -.125 .24" rgba=".48 .33 .2 1"/>
          <geom type="box" size=".014 .014 .0225" pos="-.142 -.116 .0225" rgba=".25 .17 .1 1"/>
          <geom type="box" size=".014 .014 .0225" pos=".142 -.116 .0225" rgba=".25 .17 .1 1"/>
          <geom type="box" size=".014 .014 .0225" pos="-.142 .116 .0225" rgba=".25 .17 .1 1"/>
          <geom type="box" size=".014 .014 .0225" pos=".142 .116 .0225" rgba=".25 .17 .1 1"/>
          %s
        </body>
        """
            .formatted(spot.at(0), drawers));
    return new Pulled(variation, spot.yaw());
  }

  /** A box that slides out along +y, with a bar in front of it as a handle. */
  private static String drawer(String name, double height) {
    return """
    <body name="%1$s" pos="0 0 %2$s">
      <joint name="%1$s" type="slide" axis="0 1 0" range="0 .22" damping="4" frictionloss="1"/>
      <geom type="box" size=".143 .007 .052" pos="0 .138 0" rgba=".8 .62 .4 1" mass=".15"/>
      <geom type="box" size=".136 .118 .004" pos="0 .01 -.046" rgba=".7 .54 .36 1" mass=".15"/>
      <geom type="box" size=".004 .118 .03" pos="-.132 .01 -.012" rgba=".7 .54 .36 1" mass=".05"/>
      <geom type="box" size=".004 .118 .03" pos=".132 .01 -.012" rgba=".7 .54 .36 1" mass=".05"/>
      <geom type="box" size=".13 .004 .03" pos="0 -.104 -.012" rgba=".7 .54 .36 1" mass=".05"/>
      <geom type="box" size=".006 .018 .006" pos="-.05 .163 0" rgba=".25 .25 .27 1" mass=".01"/>
      <geom type="box" size=".006 .018 .006" pos=".05 .163 0" rgba=".25 .25 .27 1" mass=".01"/>
      <geom type="box" size=".064 .012 .007" pos="0 .192 0" rgba=".25 .25 .27 1" mass=".03"/>
    </body>
    """
        .formatted(name, height);
  }

  /**
   * @param wanted index of the drawer that is to be open, and no other
   * @param yaw of the cabinet
   */
  private record Pulled(int wanted, double yaw) implements Goal {
    @Override
    public boolean reached(World world) {
      for (int i = 0; i < DRAWERS.size(); i++) {
        double travel = world.joint(DRAWERS.get(i));
        if (i == wanted ? travel <= OPEN : travel >= SHUT) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void demonstrate(World world, Robot robot) {
      Pose drawer = world.pose(DRAWERS.get(wanted));
      double outX = -StrictMath.sin(yaw);
      double outY = StrictMath.cos(yaw);
      // The hand lies flat and points at the cabinet; its fingers close on the bar from above and
      // below.
      double half = Math.sqrt(0.5);
      Pose bar =
          new Pose(drawer.x(), drawer.y(), drawer.z(), half, 0, 0, half)
              .turned(yaw)
              .plus(BAR * outX, BAR * outY, 0);
      robot.open(bar.plus(0.09 * outX, 0.09 * outY, 0));
      robot.grip(bar);
      robot.grip(bar.plus(PULL * outX, PULL * outY, 0));
    }

    @Override
    public List<Goal> alternatives() {
      return List.of(
          new Pulled((wanted + 1) % DRAWERS.size(), yaw),
          new Pulled((wanted + 2) % DRAWERS.size(), yaw));
    }
  }
}
