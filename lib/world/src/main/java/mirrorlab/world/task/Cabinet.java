package mirrorlab.world.task;

import java.util.List;
import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.world.Region;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.World;

/**
 * A cabinet of three drawers that open along its +y, each a body and a slide joint with the
 * drawer's name.
 *
 * @param spot its place on the table
 */
record Cabinet(Spot spot) {
  /** From the lowest up. */
  static final List<String> DRAWERS = List.of("bottom", "middle", "top");

  /** Metres that the expert pulls, of the 0.22 that a drawer can move. */
  static final double PULL = 0.19;

  /** Minimum opening of an open drawer in metres. */
  static final double OPEN = 0.15;

  /** Maximum opening of a shut drawer in metres. */
  static final double SHUT = 0.03;

  /** Metres from the table to the cabinet's top. */
  static final double ROOF = 0.421;

  /** Metres from a drawer's middle to its floor. */
  static final double FLOOR = -0.042;

  private static final double RADIUS = 0.25; // metres around the cabinet's centre
  private static final double LOWEST = 0.13; // metres, the middle of the bottom drawer's front
  private static final double PITCH = 0.11; // metres from one drawer to the next
  private static final double BAR = 0.192; // metres from the cabinet's centre to the handles' bars

  /** Adds a cabinet to a scene. */
  static Cabinet in(Scene scene, Region places) {
    Spot spot = scene.place(places, RADIUS);
    StringBuilder drawers = new StringBuilder();
    for (int i = 0; i < DRAWERS.size(); i++) {
      drawers.append(drawer(DRAWERS.get(i), LOWEST + i * PITCH));
    }
    scene.add(
        String.format(
            Locale.ROOT,
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
        """,
            spot.at(0),
            drawers));
    return new Cabinet(spot);
  }

  /** A box that slides out along +y, with a bar in front of it as a handle. */
  private static String drawer(String name, double height) {
    return String.format(
        Locale.ROOT,
        """
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
    """,
        name,
        height);
  }

  /**
   * The gripper pose at a drawer's handle: horizontal, pointing at the cabinet, with one finger
   * above the handle and one below.
   *
   * @param out metres in front of the handle's current position
   */
  Pose handle(World world, String drawer, double out) {
    double half = Math.sqrt(0.5);
    Pose front = world.pose(drawer);
    double away = BAR + out;
    return new Pose(front.x(), front.y(), front.z(), half, 0, 0, half)
        .turned(spot.yaw())
        .plus(-StrictMath.sin(spot.yaw()) * away, StrictMath.cos(spot.yaw()) * away, 0);
  }

  /** Whether a body lies inside a drawer's box, below its rim. */
  static boolean holds(World world, String drawer, String body) {
    Pose inside = world.pose(body).in(world.pose(drawer));
    return Math.abs(inside.x()) < 0.128
        && -0.1 < inside.y()
        && inside.y() < 0.131
        && FLOOR < inside.z()
        && inside.z() < 0.018
        && world.touch(body, drawer);
  }
}
