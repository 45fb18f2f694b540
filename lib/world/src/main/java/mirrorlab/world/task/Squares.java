package mirrorlab.world.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mirrorlab.episode.Pose;
import mirrorlab.world.Region;
import mirrorlab.world.Scene;
import mirrorlab.world.Spot;
import mirrorlab.world.World;

/**
 * Four flat squares on the table, one before each side of a cube in their middle. Their distances
 * and sides are random.
 */
final class Squares {
  /**
   * Places of the cube; with yaws up to an eighth of a turn to either side, its four sides cover
   * every direction.
   */
  static final Region MIDDLES = new Region(0.1, 0.26, -0.14, 0.14, Math.PI / 4);

  private static final double NEAREST = 0.13; // metres from the middle to a square's centre
  private static final double FARTHEST = 0.19;
  private static final double ON = 0.03; // metres beside the centre: most of a cube is on it
  private static final double FLAT = Math.toRadians(10);

  private Squares() {}

  /**
   * Adds the squares to a scene.
   *
   * @param names four, of the squares' bodies
   * @param colours four, in MJCF notation
   * @return the centres
   */
  static List<Spot> around(Spot middle, List<String> names, List<String> colours, Scene scene) {
    List<Integer> sides = new ArrayList<>(List.of(0, 1, 2, 3));
    List<Spot> centres = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double turn = Math.PI / 2 * sides.remove(scene.random().nextInt(sides.size()));
      double away = NEAREST + (FARTHEST - NEAREST) * scene.random().nextDouble();
      Spot centre = middle.plus(0, 0, turn).plus(away, 0, -turn);
      scene.add(
          String.format(
              Locale.ROOT,
              """
          <body name="%s" %s>
            <geom type="box" size=".05 .05 .0005" contype="0" conaffinity="0" rgba="%s"/>
          </body>
          """,
              names.get(i),
              centre.at(0.0005),
              colours.get(i)));
      centres.add(centre);
    }
    return centres;
  }

  /**
   * Whether a cube lies flat with most of its base on a square.
   *
   * @param half metres from the cube's centre to its faces
   */
  static boolean carries(World world, String square, String cube, double half) {
    Pose pose = world.pose(cube).in(world.pose(square));
    return Math.abs(pose.x()) < ON
        && Math.abs(pose.y()) < ON
        && pose.z() < half + 0.005
        && pose.tilt() < FLAT;
  }

  /** A cube's place, turned so that x points at a square. */
  static Spot facing(World world, String cube, String square) {
    Pose from = world.pose(cube);
    Pose to = world.pose(square);
    return new Spot(from.x(), from.y(), StrictMath.atan2(to.y() - from.y(), to.x() - from.x()));
  }

  /** Metres from a cube's centre to a square's. */
  static double distance(World world, String cube, String square) {
    Pose from = world.pose(cube);
    Pose to = world.pose(square);
    return StrictMath.hypot(to.x() - from.x(), to.y() - from.y());
  }
}
